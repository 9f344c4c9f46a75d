import { hasBlock, imageOf } from '../../kmm/buildSign.ts'
import { expandTemplate, templateParts, templateValues } from '../../kmm/imageTemplate.ts'
import { type Field, type KmmModule, stringField } from '../../kmm/kmmModule.ts'
import type { Range } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { partRange, replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Images that no node can pull, and targets that nobody can push to. */
export const imageSyntaxRules: readonly Rule[] = [
  {
    id: 'kmm/image-malformed',
    title: 'Text that is no image name',
    why: 'Admission does not look at the form of an image. A name with white space, upper case in its path, a placeholder or characters that no tag has is refused by the kubelet, so the pod that needs it never starts.',
    bad: 'containerImage: quay.io/Example/driver:${KERNEL_FULL_VERSION}',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const { field, expanded } of images(module)) {
        const fault = imageFault(field.value, expanded)
        if (fault === undefined) continue
        const range = partRange(module.document, field, fault.range)
        const message = `KMM accepts this image, and no node can pull it: ${fault.message}`
        report({ range, path: field.path, message, fixes: fault.text ? mend(module, field, fault.text) : [] })
      }
    },
  },
  {
    id: 'kmm/image-digest-built',
    title: 'An image to build or sign that is named by its digest',
    why: 'The digest of an image is known only when it is there. What KMM builds or signs is pushed under a name, so it needs a tag.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      const seen = new Set<number>()
      for (const mapping of module.kernelMappings) {
        const field = imageOf(module, mapping)
        if (field === undefined || !field.value.includes('@') || seen.has(field.range.start)) continue
        const step = hasBlock(module, mapping, 'build')
          ? 'build'
          : hasBlock(module, mapping, 'sign')
            ? 'sign'
            : undefined
        if (step === undefined) continue
        seen.add(field.range.start)
        const name = field.value.slice(0, field.value.indexOf('@')).replace(/:[^/]*$/, '')
        const message = `An image with a digest cannot be the target of \`${step}\`: KMM accepts it and cannot push to it, so name a tag`
        const fix = replaceText(module, field, `${name}:\${KERNEL_FULL_VERSION}`, 'Use the tag ${KERNEL_FULL_VERSION}')
        report({ range: field.range, path: field.path, message, fixes: fix ? [{ ...fix, preferred: true }] : [] })
      }
    },
  },
]

interface Image {
  readonly field: Field<string>
  readonly expanded: boolean
}

function images(module: KmmModule): readonly Image[] {
  const mappings = module.kernelMappings.map((mapping) => mapping.containerImage)
  const pods = ['devicePlugin', 'dra'].flatMap((owner) =>
    ['container', 'initContainer'].map((key) => {
      const path = [...module.specPath, owner, key]
      return stringField(nodeAt(module.root, path), 'image', path)
    }),
  )
  const all: readonly { field: Field<string> | undefined; expanded: boolean }[] = [
    ...[module.containerImage, ...mappings].map((field) => ({ field, expanded: true })),
    ...pods.map((field) => ({ field, expanded: false })),
  ]
  return all.flatMap(({ field, expanded }) =>
    field === undefined || field.value === '' || field.value.length > longest || field.value.includes('{{')
      ? []
      : [{ field, expanded }],
  )
}

interface Fault {
  readonly range: Range
  readonly message: string
  /** the image as it should be, where that is clear */
  readonly text?: string
}

/** What is longer is no image, and not worth the time. */
const longest = 2_000

const exampleKernel = '6.6.2-201.fc39.x86_64'

/** The first thing about an image that a registry's grammar does not allow. */
function imageFault(image: string, expanded: boolean): Fault | undefined {
  const placeholder = /<[^<>]*>/.exec(image)
  if (placeholder) return { range: rangeOf(placeholder), message: `\`${placeholder[0]}\` is still to be filled in` }
  const text = expanded ? masked(image) : image
  const space = /\s+/.exec(text)
  if (space) return { range: rangeOf(space), message: 'its name holds white space', text: image.trim() }
  const at = text.indexOf('@')
  const named = at === -1 ? text : text.slice(0, at)
  const tag = /:([^/]*)$/.exec(named)
  const repository = tag === null ? named : named.slice(0, tag.index)
  const slash = repository.indexOf('/')
  const upper = /[A-Z]+/.exec(repository.slice(slash + 1))
  if (upper) {
    const start = slash + 1 + upper.index
    const name = image.slice(0, slash + 1) + image.slice(slash + 1, repository.length).toLowerCase()
    const lowered = text === image || !image.slice(0, repository.length).includes('$')
    const mended = lowered ? { text: name + image.slice(repository.length) } : {}
    return { range: { start, end: start + upper[0].length }, message: 'the path of an image is lower case', ...mended }
  }
  if (tag === null || tag[1] === '') return undefined
  const begin = tag.index + 1
  const odd = /^[^A-Za-z0-9_]|[^\w.-]/.exec(tag[1] ?? '')
  if (odd) {
    const range = { start: begin + odd.index, end: begin + odd.index + 1 }
    return { range, message: 'tags hold letters, digits, `_`, `.` and `-`, and do not begin with `.` or `-`' }
  }
  const value = expanded ? expandTemplate(image, templateValues(exampleKernel, {})) : image
  const length = value === undefined ? 0 : (/:([^/:@]*)$/.exec(value)?.[1]?.length ?? 0)
  if (length <= 128) return undefined
  return { range: { start: begin, end: named.length }, message: `its tag has ${length} characters of at most 128` }
}

/** Variables as letters of the same length: their values are sound parts of a name. */
function masked(image: string): string {
  return templateParts(image).reduce(
    (text, { range: { start, end } }) => text.slice(0, start) + 'x'.repeat(end - start) + text.slice(end),
    image,
  )
}

function rangeOf(found: RegExpExecArray): Range {
  return { start: found.index, end: found.index + found[0].length }
}

function mend(module: KmmModule, field: Field<string>, text: string): readonly Fix[] {
  const node = nodeAt(module.root, field.path)
  const block = node?.type === 'scalar' && (node.style === 'literal' || node.style === 'folded')
  if (block || /\s/.test(text)) return []
  const fix = replaceText(module, field, text, `Use ${text}`)
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}
