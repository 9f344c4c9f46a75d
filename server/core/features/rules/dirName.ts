import { allBlocks } from '../../kmm/buildSign.ts'
import type { KmmModule } from '../../kmm/kmmModule.ts'
import { stringFields } from '../../kmm/kmmModule.ts'
import type { Fix } from '../problem.ts'
import { replaceText } from './fieldText.ts'
import type { Finding, Rule } from './rule.ts'

/** Where modules lie in the image. */
export const dirNameRules: readonly Rule[] = [
  {
    id: 'kmm/dir-name',
    title: 'A dirName that leads elsewhere',
    why: 'KMM copies `<dirName>/lib/modules/<kernel>` of the image to the worker pod. A relative or empty `dirName` is looked for in the working directory of the image, and one that ends in `/lib/modules` names that folder twice. Files to sign are compared as text and must begin with `dirName` and a slash.',
    bad: 'modprobe:\n  moduleName: driver\n  dirName: opt',
    good: 'modprobe:\n  moduleName: driver\n  dirName: /opt',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      const dirName = module.modprobe?.dirName
      if (
        dirName === undefined ||
        dirName.value.length > 4_096 ||
        dirName.value.includes('{{') ||
        dirName.value.includes('$')
      )
        return
      const fault = faultOf(dirName.value)
      if (fault === undefined) return
      report({ ...fault, range: dirName.range, path: dirName.path, fixes: absoluteFix(module, dirName.value) })
    },
  },
]

function faultOf(dirName: string): Pick<Finding, 'message' | 'severity'> | undefined {
  if (dirName === '') {
    return { message: 'An empty `dirName` is not the default `/opt`: KMM looks in the working directory of the image' }
  }
  if (!dirName.startsWith('/')) {
    return { message: '`dirName` must be absolute: KMM accepts it and looks in the working directory of the image' }
  }
  // KMM cleans the paths that it copies from; only what it compares as text needs the slash away.
  if (dirName.endsWith('/') && dirName !== '/') {
    return {
      message: '`dirName` needs no `/` at its end: files to sign would have to begin with two',
      severity: 'information',
    }
  }
  if (/\/lib\/modules(?:\/|$)/.test(dirName)) {
    const root = dirName.replace(/\/lib\/modules.*$/, '')
    return {
      message: `KMM adds \`/lib/modules/<kernel>\` to \`dirName\`: most likely \`${root === '' ? '/' : root}\` is meant`,
    }
  }
  return undefined
}

/** A sound form, unless files to sign rely on the one that is there. */
function absoluteFix(module: KmmModule, dirName: string): readonly Fix[] {
  const field = module.modprobe?.dirName
  const text = `/${dirName.replace(/\/lib\/modules(?:\/.*)?$/, '').replace(/^\/+|\/+$/g, '')}`
  const better = text === '/' ? '/opt' : text
  const files = allBlocks(module, 'sign').flatMap(({ map, path }) => stringFields(map, 'filesToSign', path))
  const relied = files.some(({ value }) => value.startsWith(`${dirName}/`) && !value.startsWith(`${better}/`))
  const fix = field && !relied ? replaceText(module, field, better, `Use ${better}`) : undefined
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}
