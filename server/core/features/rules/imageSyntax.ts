import { allBlocks, hasBlock, imageOf } from '../../kmm/buildSign.ts'
import { expandTemplate, maskedTemplate, templateValues } from '../../kmm/imageTemplate.ts'
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
    why: 'Admission does not look at the form of an image. A name with white space, a scheme such as `https://`, upper case in its path, a placeholder or characters that no tag has is refused by the kubelet, so the pod that needs it never starts.',
    bad: 'containerImage: quay.io/Example/driver:${KERNEL_FULL_VERSION}',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, expanded } of images(module)) {
        const fault = imageFault(field.value, expanded)
        if (fault === undefined) continue
        const range = partRange(module.document, field, fault.range)
        // What has neither tag nor digest KMM refuses before anybody pulls it.
        const accepted = /[:@]/.test(field.value)
        const outcome = accepted ? 'KMM accepts this image, and nothing can pull it' : 'Nothing can pull this image'
        const message = `${outcome}: ${fault.message}`
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
    eachMapping: true,
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
  const unsigned = allBlocks(module, 'sign').map(({ map, path }) => stringField(map, 'unsignedImage', path))
  const all: readonly { field: Field<string> | undefined; expanded: boolean }[] = [
    ...[module.containerImage, ...mappings, ...unsigned].map((field) => ({ field, expanded: true })),
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

/** The first thing about an image that the grammar of image references does not allow. */
function imageFault(image: string, expanded: boolean): Fault | undefined {
  const placeholder = /<[^<>]*>/.exec(image)
  if (placeholder) return { range: rangeOf(placeholder), message: `\`${placeholder[0]}\` is still to be filled in` }
  const text = expanded ? maskedTemplate(image) : image
  const space = /\s+/.exec(text)
  if (space) return { range: rangeOf(space), message: 'its name holds white space', text: image.trim() }
  const scheme = /^[a-z]+:\/\/(?=.)/.exec(text)
  if (scheme) {
    const message = `the name of an image has no \`${scheme[0]}\` in front`
    return { range: rangeOf(scheme), message, text: image.slice(scheme[0].length) }
  }
  const at = text.indexOf('@')
  const named = at === -1 ? text : text.slice(0, at)
  const tag = /:([^/]*)$/.exec(named)
  const repository = tag === null ? named : named.slice(0, tag.index)
  return (
    upperCaseFault(image, repository) ??
    pathFault(repository) ??
    (at === -1 ? undefined : digestFault(image, at)) ??
    (tag?.[1] ? tagFault(image, expanded, tag[1], tag.index + 1) : undefined)
  )
}

function upperCaseFault(image: string, repository: string): Fault | undefined {
  const slash = repository.indexOf('/')
  const upper = /[A-Z]+/.exec(repository.slice(slash + 1))
  if (!upper) return undefined
  const start = slash + 1 + upper.index
  const name = image.slice(0, slash + 1) + image.slice(slash + 1, repository.length).toLowerCase()
  const mended = image.slice(0, repository.length).includes('$') ? {} : { text: name + image.slice(repository.length) }
  return { range: { start, end: start + upper[0].length }, message: 'the path of an image is lower case', ...mended }
}

function pathFault(repository: string): Fault | undefined {
  let start = 0
  for (const [index, part] of repository.split('/').entries()) {
    const range = { start, end: start + Math.max(part.length, 1) }
    start += part.length + 1
    if (part === '') return { range, message: 'a part of its path is empty' }
    // The registry has a grammar of its own.
    if (index === 0 && (/[.:A-Z]/.test(part) || part === 'localhost')) continue
    if (/^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(part)) continue
    return { range, message: 'parts of its path are letters and digits, joined by `.`, `_` or `-`' }
  }
  return undefined
}

function digestFault(image: string, at: number): Fault | undefined {
  const digest = image.slice(at + 1)
  const isSound = /^sha256:[0-9a-f]{64}$|^(?!sha256:)[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,}$/.test(digest)
  if (digest.includes('$') || isSound) return undefined
  return { range: { start: at + 1, end: image.length }, message: 'a digest is `sha256:` with 64 hexadecimal digits' }
}

function tagFault(image: string, expanded: boolean, tag: string, begin: number): Fault | undefined {
  const odd = /^[^A-Za-z0-9_]|[^\w.-]/.exec(tag)
  if (odd) {
    const range = { start: begin + odd.index, end: begin + odd.index + 1 }
    return { range, message: 'tags hold letters, digits, `_`, `.` and `-`, and do not begin with `.` or `-`' }
  }
  const value = expanded ? expandTemplate(image, templateValues(exampleKernel, {})) : image
  const length = value === undefined ? 0 : (/:([^/:@]*)$/.exec(value)?.[1]?.length ?? 0)
  if (length <= 128) return undefined
  return {
    range: { start: begin, end: begin + tag.length },
    message: `its tag has ${length} characters of at most 128`,
  }
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
