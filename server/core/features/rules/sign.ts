import { type Field, type KmmModule, stringFields } from '../../kmm/kmmModule.ts'
import { isOneKernel } from '../../kmm/regexpAdvice.ts'
import { insertPairEdit } from '../../yaml/yamlEdit.ts'
import type { Path } from '../../yaml/yamlNode.ts'
import { childOf, mapOf, nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { isSet, keyRange, partRange, replaceText, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

const source = 'validateSign, internal/webhook/module.go'

/** Signing of kernel modules. */
export const signRules: readonly Rule[] = [
  {
    id: 'kmm/files-to-sign-missing',
    title: 'Signing without files to sign',
    why: 'Since KMM 2.6 the webhook refuses a `sign` block that names no file: nothing would be signed.',
    bad: 'sign:\n  unsignedImage: quay.io/example/driver:unsigned\n  keySecret: {name: key}\n  certSecret: {name: cert}',
    good: 'sign:\n  unsignedImage: quay.io/example/driver:unsigned\n  keySecret: {name: key}\n  certSecret: {name: cert}\n  filesToSign:\n    - /opt/lib/modules/${KERNEL_FULL_VERSION}/driver.ko',
    severity: 'error',
    releases: { since: '2.6' },
    source,
    webhookOrder: 700,
    eachMapping: true,
    check(module, _context, report) {
      for (const path of signPaths(module)) {
        const sign = nodeAt(module.root, path)
        const files = childOf(sign, 'filesToSign')
        const empty = files === undefined || (files.type === 'list' && files.items.length === 0)
        if (sign?.type !== 'map' || !empty) continue
        const at = files === undefined ? path : [...path, 'filesToSign']
        const message = '`sign` needs `filesToSign`, the kernel modules to sign: KMM refuses it without'
        report({ range: keyRange(module, at), path: at, message, fixes: filesFix(module, path) })
      }
    },
  },
  {
    id: 'kmm/files-to-sign-outside',
    title: 'A file to sign outside dirName',
    why: 'Only what lies below `modprobe.dirName` (`/opt` unless you set it) is taken from the image, so the webhook refuses other paths. It compares text: `dirName` and a slash must be the beginning.',
    bad: 'sign:\n  unsignedImage: quay.io/example/driver:unsigned\n  keySecret: {name: key}\n  certSecret: {name: cert}\n  filesToSign:\n    - /lib/modules/${KERNEL_FULL_VERSION}/driver.ko',
    good: 'sign:\n  unsignedImage: quay.io/example/driver:unsigned\n  keySecret: {name: key}\n  certSecret: {name: cert}\n  filesToSign:\n    - /opt/lib/modules/${KERNEL_FULL_VERSION}/driver.ko',
    severity: 'error',
    releases: { since: '2.6' },
    source,
    webhookOrder: 701,
    eachMapping: true,
    check(module, _context, report) {
      const dirName = dirNameOf(module)
      if (dirName === undefined) return
      for (const path of signPaths(module)) {
        for (const field of stringFields(nodeAt(module.root, path), 'filesToSign', path)) {
          if (field.value.startsWith(`${dirName}/`) || field.value.includes('{{')) continue
          const message = `\`${field.value}\` does not begin with \`${dirName}/\`, the \`dirName\` and a slash, which KMM refuses`
          report({ range: field.range, path: field.path, message })
        }
      }
    },
  },
  {
    id: 'kmm/files-to-sign-kernel',
    title: 'A file to sign that only one kernel has',
    why: 'Modules lie in a directory named after their kernel. With the name of one kernel in the path, nothing is signed, or signing fails since KMM 2.6, for every other kernel that the mapping serves.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  sign:\n    unsignedImage: quay.io/example/driver:${KERNEL_FULL_VERSION}-unsigned\n    keySecret: {name: key}\n    certSecret: {name: cert}\n    filesToSign:\n      - /opt/lib/modules/6.6.2-201.fc39.x86_64/driver.ko',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  sign:\n    unsignedImage: quay.io/example/driver:${KERNEL_FULL_VERSION}-unsigned\n    keySecret: {name: key}\n    certSecret: {name: cert}\n    filesToSign:\n      - /opt/lib/modules/${KERNEL_FULL_VERSION}/driver.ko',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const field of filesOfManyKernels(module)) {
        const found = /(?<=\/lib\/modules\/)\d+\.\d+[^/$*?[\]{}]*(?=\/)/.exec(field.value)
        if (found === null) continue
        const [kernel] = found
        const start = found.index
        const end = start + kernel.length
        const range = partRange(module.document, field, { start, end })
        const message = `Only the kernel \`${kernel}\` has this file, and the mapping serves others too: put \`\${KERNEL_FULL_VERSION}\` there`
        const text = `${field.value.slice(0, start)}\${KERNEL_FULL_VERSION}${field.value.slice(end)}`
        const fix = replaceText(module, field, text, 'Use ${KERNEL_FULL_VERSION}')
        report({ range, path: field.path, message, fixes: fix ? [{ ...fix, preferred: true }] : [] })
      }
    },
  },
]

/** Files to sign for mappings that can serve several kernels. */
function filesOfManyKernels(module: KmmModule): readonly Field<string>[] {
  const many = module.kernelMappings.filter(({ regexp, literal }) => regexp?.value && !literal?.value)
  const open = many.filter(({ regexp }) => regexp !== undefined && !isOneKernel(regexp.value))
  const owners = [...(open.length > 0 ? [module.containerPath] : []), ...open.map(({ path }) => path)]
  return owners.flatMap((owner) => {
    const path = [...owner, 'sign']
    return stringFields(nodeAt(module.root, path), 'filesToSign', path)
  })
}

function signPaths(module: KmmModule): readonly Path[] {
  const owners = [module.containerPath, ...module.kernelMappings.map((mapping) => mapping.path)]
  return owners.filter((path) => isSet(nodeAt(module.root, path), 'sign')).map((path) => [...path, 'sign'])
}

/** The schema's default is there before the webhook looks; an empty text stays empty. */
function dirNameOf(module: KmmModule): string | undefined {
  const modprobe = module.container && mapOf(childOf(module.container, 'modprobe'))
  if (modprobe === undefined || !isSet(modprobe, 'dirName')) return '/opt'
  return textOrEmpty(modprobe, 'dirName')
}

function filesFix(module: KmmModule, path: Path): readonly Fix[] {
  const sign = mapOf(nodeAt(module.root, path))
  if (sign === undefined || childOf(sign, 'filesToSign') !== undefined) return []
  const dirName = dirNameOf(module) ?? '/opt'
  // What begins with `/opt//` would be wrong again once the slash is gone, which has a fix of its own.
  if (dirName.endsWith('/')) return []
  const name = module.modprobe?.moduleName?.value
  const file = `"${dirName}/lib/modules/\${KERNEL_FULL_VERSION}/${name && /^[\w-]+$/.test(name) ? name : 'driver'}.ko"`
  const edit = insertPairEdit(module.document, sign, 'filesToSign', [file])
  return edit === undefined ? [] : [{ title: 'Add filesToSign', edits: [edit], preferred: true, example: true }]
}
