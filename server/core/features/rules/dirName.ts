import { allBlocks } from '../../kmm/buildSign.ts'
import type { KmmModule } from '../../kmm/kmmModule.ts'
import { stringFields } from '../../kmm/kmmModule.ts'
import type { Fix } from '../problem.ts'
import { replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Where modules lie in the image. */
export const dirNameRules: readonly Rule[] = [
  {
    id: 'kmm/dir-name',
    title: 'A dirName that is not absolute, ends in a slash or is empty',
    why: 'KMM joins `dirName` with other paths as text: `<dirName>/lib/modules/<kernel>` is copied to the worker pod, and files to sign must begin with `dirName` and a slash. A relative or empty one leads elsewhere, a trailing slash makes the check of files to sign fail.',
    bad: 'modprobe:\n  moduleName: driver\n  dirName: /opt/',
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
      const message = `${fault}: KMM accepts it and looks for the modules in the wrong place`
      report({ range: dirName.range, path: dirName.path, message, fixes: absoluteFix(module, dirName.value) })
    },
  },
]

function faultOf(dirName: string): string | undefined {
  if (dirName === '') return 'An empty `dirName` is not the default `/opt`'
  if (!dirName.startsWith('/')) return '`dirName` must be absolute, beginning with `/`'
  return dirName.endsWith('/') ? '`dirName` must not end in `/`' : undefined
}

/** A sound form, unless files to sign rely on the one that is there. */
function absoluteFix(module: KmmModule, dirName: string): readonly Fix[] {
  const field = module.modprobe?.dirName
  const text = `/${dirName.replace(/^\/+|\/+$/g, '')}`
  const better = text === '/' ? '/opt' : text
  const files = allBlocks(module, 'sign').flatMap(({ map, path }) => stringFields(map, 'filesToSign', path))
  const relied = files.some(({ value }) => value.startsWith(`${dirName}/`) && !value.startsWith(`${better}/`))
  const fix = field && !relied ? replaceText(module, field, better, `Use ${better}`) : undefined
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}
