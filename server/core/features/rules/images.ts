import { maskedTemplate, templateParts } from '../../kmm/imageTemplate.ts'
import type { Field, KmmModule } from '../../kmm/kmmModule.ts'
import { moduleImages, templatedFields } from '../../kmm/templatedFields.ts'
import { nearestKey } from '../../schema/nearestKey.ts'
import type { Fix } from '../problem.ts'
import { partRange, replaceText, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Images of the kernel module: tags, and the variables of their templates. */
export const imageRules: readonly Rule[] = [
  {
    id: 'kmm/image-no-tag',
    title: 'An image has neither tag nor digest',
    why: "KMM's webhook refuses kernel module images without a tag or digest: a kernel module belongs to one kernel, and `latest` by omission hides which one is meant.",
    bad: 'containerImage: quay.io/example/driver',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'error',
    releases: { since: '2.2' },
    source: 'validateImageFormat, internal/webhook/module.go',
    webhookOrder: 520,
    eachMapping: true,
    check(module, _context, report) {
      for (const field of moduleImages(module)) {
        if (field.value === '' || /[:@]/.test(field.value)) continue
        const message = `\`${field.value}\` has neither a tag nor a digest, which KMM refuses: append a tag such as \`:\${KERNEL_FULL_VERSION}\``
        report({ range: field.range, path: field.path, message, fixes: tagFixes(module, field, field.value) })
      }
    },
  },
  {
    id: 'kmm/image-missing',
    title: 'A mapping has an empty image and the container has none to fall back on',
    why: 'An empty `containerImage` in a mapping means the one of the container. When that is empty too, the webhook refuses the Module.',
    bad: 'kernelMappings:\n  - regexp: ^.+$\n    containerImage: ""',
    good: 'kernelMappings:\n  - regexp: ^.+$\n    containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'error',
    releases: { since: '1.1' },
    source: 'validateKernelMappings, internal/webhook/module.go',
    webhookOrder: 510,
    eachMapping: true,
    check(module, _context, report) {
      if (textOrEmpty(module.container, 'containerImage') !== '') return
      for (const { containerImage } of module.kernelMappings) {
        if (containerImage?.value !== '') continue
        const message =
          'This mapping has no image, and neither has the container: KMM refuses the Module, name an image here'
        const fix = replaceText(
          module,
          containerImage,
          'quay.io/example/driver:${KERNEL_FULL_VERSION}',
          'Begin with an example image',
        )
        report({ range: containerImage.range, path: containerImage.path, message, fixes: fix ? [fix] : [] })
      }
    },
  },
  {
    id: 'kmm/image-tag-empty',
    title: 'The colon of an image is the port of its registry, or nothing follows it',
    why: 'KMM only looks for a `:` anywhere in the text. With a registry port, or a colon at the end, the image passes admission and the node then pulls `latest`, or cannot pull at all.',
    bad: 'containerImage: registry.example.com:5000/driver',
    good: 'containerImage: registry.example.com:5000/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const field of moduleImages(module)) {
        const tag = tagOf(field.value)
        if (tag === undefined || tag.length > 0) continue
        const bare = field.value.replace(/:$/, '')
        const message = field.value.endsWith(':')
          ? 'No tag follows the colon: KMM accepts the image, and the node cannot pull it'
          : 'The colon is that of the registry port, so the image has no tag: KMM accepts it, and the node pulls `latest`'
        report({ range: field.range, path: field.path, message, fixes: tagFixes(module, field, bare) })
      }
    },
  },
  {
    id: 'kmm/template-variable',
    title: 'A template variable that KMM does not know',
    why: 'KMM replaces unknown variables by nothing, without a word. The image or path that results does not exist, which shows only on the node.',
    bad: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSON}',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ReplaceInTemplates, internal/utils/template.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, variables } of templatedFields(module)) {
        for (const part of templateParts(field.value)) {
          if (part.unclosed || part.operator !== undefined || variables.includes(part.name)) continue
          const named = part.name !== ''
          const place = named ? part.nameRange : part.range
          const range = partRange(module.document, field, place)
          const written = field.value.slice(place.start, place.end)
          const near = nearestVariable(named ? part.name : written.replace(/^\$\{\W*|\W*\}$/g, ''), variables)
          const what = named ? `knows no variable \`${written}\` here` : `finds no name of a variable in \`${written}\``
          const message = `KMM ${what} and puts nothing in its place${near === undefined ? '' : `: did you mean \`${near}\`?`}`
          const text = near === undefined ? undefined : spliced(field.value, place, named ? near : `\${${near}}`)
          report({ range, path: field.path, message, fixes: textFixes(module, field, text, `Use ${near}`) })
        }
      }
    },
  },
  {
    id: 'kmm/template-dash',
    title: 'A dash in the name of a template variable',
    why: 'Names of variables have underscores. A dash begins what to put where the variable is empty, so `${KERNEL-VERSION}` becomes the word `VERSION`.',
    bad: 'containerImage: quay.io/example/driver:${KERNEL-FULL-VERSION}',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ReplaceInTemplates, internal/utils/template.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, variables } of templatedFields(module)) {
        for (const part of templateParts(field.value)) {
          if (part.operator !== '-' || part.operand === undefined || variables.includes(part.name)) continue
          const near = nearestVariable(`${part.name}_${part.operand}`.replaceAll('-', '_'), variables)
          if (near === undefined) continue
          const range = partRange(module.document, field, part.range)
          const message = `\`-\` begins a default value, so this becomes \`${part.operand}\`: the variable is \`${near}\``
          const text = part.unclosed ? undefined : spliced(field.value, part.range, `\${${near}}`)
          report({ range, path: field.path, message, fixes: textFixes(module, field, text, `Use ${near}`) })
        }
      }
    },
  },
  {
    id: 'kmm/template-brackets',
    title: 'A template variable in the wrong brackets',
    why: 'KMM fills in `${NAME}` and `$NAME`. `$(NAME)` and `{NAME}` stay as they are, and no registry takes such a tag.',
    bad: 'containerImage: quay.io/example/driver:$(KERNEL_FULL_VERSION)',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ReplaceInTemplates, internal/utils/template.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, variables } of templatedFields(module)) {
        for (const found of field.value.matchAll(/\$\((\w+)\)|(?<![${])\{(\w+)\}/g)) {
          const [whole, round, bare] = found
          const name = round ?? bare ?? ''
          if (!variables.includes(name)) continue
          const part = { start: found.index, end: found.index + whole.length }
          const message = `KMM leaves \`${whole}\` as it is: write \`\${${name}}\``
          const fixes = textFixes(module, field, spliced(field.value, part, `\${${name}}`), `Write \${${name}}`)
          report({ range: partRange(module.document, field, part), path: field.path, message, fixes })
        }
      }
    },
  },
  {
    id: 'kmm/template-unclosed',
    title: 'A template variable without closing brace',
    why: 'Admission does not look at templates. KMM fails when it expands this one, and no image is ever found.',
    bad: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION',
    good: 'containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ReplaceInTemplates, internal/utils/template.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const { field, variables } of templatedFields(module)) {
        for (const part of templateParts(field.value)) {
          if (!part.unclosed) continue
          const message = 'No `}` closes this variable: KMM accepts the Module and fails when it expands the text'
          const name = nearestVariable(part.name, variables)
          const text = name === undefined ? undefined : spliced(field.value, part.nameRange, `${name}}`)
          // In `${A${B` nobody knows what is meant, and one brace does not help.
          const helps = text !== undefined && templateParts(text).every(({ unclosed }) => unclosed !== true)
          const fixes = helps ? textFixes(module, field, text, 'Close the brace') : []
          const range = partRange(module.document, field, part.range)
          report({ range, path: field.path, message, fixes })
        }
      }
    },
  },
]

/** The tag of an image, empty when a colon is there and no tag; `undefined` for digests and images without colon. */
function tagOf(image: string): string | undefined {
  const text = maskedTemplate(image)
  if (text.includes('@') || !text.includes(':')) return undefined
  return /:([^/]*)$/.exec(text)?.[1] ?? ''
}

function tagFixes(module: KmmModule, field: Field<string>, image: string): readonly Fix[] {
  // `<your registry>/driver` is not finished; a tag is the least that it lacks.
  if (/[\s<>]/.test(image) || templateParts(image).some((part) => part.unclosed)) return []
  const fixes = [
    replaceText(module, field, `${image}:\${KERNEL_FULL_VERSION}`, "Append :${KERNEL_FULL_VERSION}, the node's kernel"),
    replaceText(module, field, `${image}:latest`, 'Append :latest'),
  ].filter((fix) => fix !== undefined)
  return fixes.map((fix, at) => (at === 0 ? { ...fix, preferred: true } : fix))
}

function spliced(text: string, range: { start: number; end: number }, word: string): string {
  return text.slice(0, range.start) + word + text.slice(range.end)
}

function textFixes(module: KmmModule, field: Field<string>, text: string | undefined, title: string): readonly Fix[] {
  const fix = text === undefined ? undefined : replaceText(module, field, text, title)
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}

/** The variable itself, or the one that is meant: small letters, and names that other tools use, included. */
function nearestVariable(name: string, variables: readonly string[]): string | undefined {
  const loud = name.toUpperCase()
  if (variables.includes(loud)) return loud
  return otherNames[loud] ?? nearestKey(loud, variables)
}

const otherNames: Readonly<Record<string, string>> = {
  KERNEL: 'KERNEL_FULL_VERSION',
  KVER: 'KERNEL_FULL_VERSION',
  KERNEL_RELEASE: 'KERNEL_FULL_VERSION',
  KERNELRELEASE: 'KERNEL_FULL_VERSION',
}
