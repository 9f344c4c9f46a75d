import { hasBlock, imageOf } from '../../kmm/buildSign.ts'
import { templateParts, templateVariables } from '../../kmm/imageTemplate.ts'
import type { Field, KernelMapping, KmmModule } from '../../kmm/kmmModule.ts'
import { isOneKernel } from '../../kmm/regexpAdvice.ts'
import type { Fix } from '../problem.ts'
import { replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Whether the images of mappings follow the kernels that they are for. */
export const imageKernelRules: readonly Rule[] = [
  {
    id: 'kmm/image-built-once',
    title: 'One image for several kernels, built or signed for the first of them only',
    why: 'KMM builds and signs each image name once, for the kernel that asks first. Nodes with another kernel that the regexp matches get that image too, do not find their kernel in it, and their worker pod fails. The tag must hold `${KERNEL_FULL_VERSION}`.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:1.0\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, mapping } of sharedImages(module)) {
        if (!isMade(module, mapping) || field.value.includes('@')) continue
        const names = variablesOf(field)
        // A name that KMM does not know is most likely the kernel's, misspelt, and is told of by itself.
        if (names.some((name) => wholeKernel.has(name) || !Object.hasOwn(templateVariables, name))) continue
        const message =
          'KMM makes this image once, for the first kernel that the regexp matches, and other kernels fail with it: put `${KERNEL_FULL_VERSION}` into the tag'
        report({ range: field.range, path: field.path, message, fixes: tagFix(module, field) })
      }
    },
  },
  {
    id: 'kmm/image-constant',
    title: 'One image for every kernel that a regexp matches',
    why: 'A kernel module fits one kernel. A ready-made image with a tag that does not follow the kernel must hold a directory for each kernel that the regexp matches; nodes with another kernel fail when their worker pod begins.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:1.0',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:1.0-${KERNEL_FULL_VERSION}',
    severity: 'information',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, mapping } of sharedImages(module)) {
        if (isMade(module, mapping) || variablesOf(field).length > 0) continue
        const message =
          'The same image serves every kernel that the regexp matches, so it must hold modules for each of them'
        const fixes = tagFix(module, field).map(({ preferred: _, ...fix }) => fix)
        report({ range: field.range, path: field.path, message, fixes })
      }
    },
  },
]

const wholeKernel = new Set(['KERNEL_FULL_VERSION', 'KERNEL_VERSION'])

/** Images behind regexps that can match several kernels, each once. */
function sharedImages(module: KmmModule): readonly { field: Field<string>; mapping: KernelMapping }[] {
  const seen = new Set<number>()
  return module.kernelMappings.flatMap((mapping) => {
    const { regexp, literal } = mapping
    const field = imageOf(module, mapping)
    if (
      !regexp?.value ||
      literal?.value ||
      field === undefined ||
      field.value.length > 2_000 ||
      seen.has(field.range.start)
    )
      return []
    if (isOneKernel(regexp.value) || `${regexp.value}${field.value}`.includes('{{')) return []
    // What has neither tag nor digest, or none yet, is told of by other rules.
    if (!/@\w|:[^/:<>\s]+$/.test(field.value)) return []
    seen.add(field.range.start)
    return [{ field, mapping }]
  })
}

function isMade(module: KmmModule, mapping: KernelMapping): boolean {
  return hasBlock(module, mapping, 'build') || hasBlock(module, mapping, 'sign')
}

function variablesOf(field: Field<string>): readonly string[] {
  return templateParts(field.value).map((part) => part.name)
}

function tagFix(module: KmmModule, field: Field<string>): readonly Fix[] {
  if (field.value.includes('@') || !/:[^/:]+$/.test(field.value) || /\$\w*$/.test(field.value)) return []
  const fix = replaceText(
    module,
    field,
    `${field.value}-\${KERNEL_FULL_VERSION}`,
    "Append -${KERNEL_FULL_VERSION}, the node's kernel",
  )
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}
