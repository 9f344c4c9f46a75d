import { compileGoRegexp } from '../../kmm/goRegexp.ts'
import { matcherTakes } from '../../kmm/kernelMatch.ts'
import type { Field, KernelMapping, KmmModule } from '../../kmm/kmmModule.ts'
import { mendRegexp } from '../../kmm/mendRegexp.ts'
import { fillPairEdit, insertPairEdit } from '../../yaml/yamlEdit.ts'
import { pairOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { keyRange, partRange, removeKeyFix, replaceText, textOrEmpty } from './fieldText.ts'
import { removeMappingFix } from './mappingEdits.ts'
import type { Finding, Rule } from './rule.ts'

/** How a mapping says which kernels it serves. */
export const kernelMappingRules: readonly Rule[] = [
  {
    id: 'kmm/literal-and-regexp',
    title: 'A mapping has both a literal and a regexp',
    why: 'A mapping serves either one kernel or those that a regexp matches; the webhook refuses both at once.',
    bad: "- literal: 5.14.0-427.13.1.el9_4.x86_64\n  regexp: '^5\\.14\\.'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    good: "- regexp: '^5\\.14\\.'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    severity: 'error',
    releases: { since: '1.1' },
    source: 'validateKernelMappings, internal/webhook/module.go',
    webhookOrder: 501,
    check(module, _context, report) {
      for (const mapping of module.kernelMappings) {
        const { literal, regexp } = mapping
        if (!literal?.value || !regexp?.value) continue
        const { path } = mapping
        const later = literal.range.start > regexp.range.start ? literal : regexp
        const earlier = later === literal ? regexp : literal
        const message = '`literal` and `regexp` exclude each other in one mapping, which KMM refuses: remove one'
        const fixes = [...removeKeyFix(module, later.path), ...removeKeyFix(module, earlier.path)]
        const related = [{ range: keyRange(module, earlier.path), message: `\`${earlier.path.at(-1)}\` stands here` }]
        report({ range: keyRange(module, later.path), path, message, fixes, related })
      }
    },
  },
  {
    id: 'kmm/no-matcher',
    title: 'A mapping has neither a literal nor a regexp',
    why: 'Without one of them no kernel can match, and the webhook refuses the Module. To serve every kernel, use the regexp `^.+$`.',
    bad: '- containerImage: quay.io/example/driver:1.0',
    good: "- regexp: '^.+$'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    severity: 'error',
    releases: { since: '1.1' },
    source: 'validateKernelMappings, internal/webhook/module.go',
    webhookOrder: 502,
    check(module, _context, report) {
      for (const mapping of module.kernelMappings) {
        const { node } = mapping
        if (node.type !== 'map' || textOrEmpty(node, 'literal') !== '' || textOrEmpty(node, 'regexp') !== '') continue
        if (hasNearMiss(node.pairs.map((pair) => pair.key.text))) continue
        const { path } = mapping
        const message =
          'This mapping needs a `literal` or a `regexp` to say which kernels it serves: KMM refuses it without'
        report({ range: keyRange(module, path), path, message, fixes: matcherFixes(module, mapping) })
      }
    },
  },
  {
    id: 'kmm/regexp-invalid',
    title: 'A regexp that Go cannot read',
    why: "Kernel regexps are Go's (RE2): no lookahead, no back-references. The webhook compiles each and refuses the Module when one does not. A regexp matches anywhere in the kernel's name unless `^` and `$` tie it down.",
    bad: "- regexp: '^5\\.(14$'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    good: "- regexp: '^5\\.(14)$'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    severity: 'error',
    releases: { since: '1.1' },
    source: 'validateKernelMappings, internal/webhook/module.go',
    webhookOrder: 503,
    check(module, _context, report) {
      for (const mapping of module.kernelMappings) {
        const { regexp } = mapping
        if (regexp === undefined || isTemplate(regexp.value)) continue
        const compiled = compileGoRegexp(regexp.value)
        if (compiled.ok) continue
        const fragment =
          compiled.fragment === '' || compiled.fragment === regexp.value ? '' : `: \`${compiled.fragment}\``
        const message = `Go cannot read this regexp, so KMM refuses it: ${compiled.reason}${fragment}`
        const range = partRange(module.document, regexp, compiled.range)
        const related = behind(module, mapping)
        report({ range, path: regexp.path, message, related, fixes: regexpFixes(module, mapping, regexp) })
      }
    },
  },
  {
    id: 'kmm/literal-plus',
    title: 'A literal that ends in +',
    why: "KMM cuts one `+` off the node's kernel before it compares, so a literal that ends in `+` matches no node and nothing says so. Kernels of your own build often end in `+`.",
    bad: '- literal: 5.15.133+\n  containerImage: quay.io/example/driver:1.0',
    good: '- literal: 5.15.133\n  containerImage: quay.io/example/driver:1.0',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'GetKernelVersion, internal/module/kernelmapper.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const { literal } of module.kernelMappings) {
        if (literal?.value.endsWith('+') !== true || isTemplate(literal.value)) continue
        const message =
          'KMM cuts a trailing `+` off the kernel of a node before it compares, so this matches none: remove the `+`'
        const fix = replaceText(module, literal, literal.value.replace(/\++$/, ''), 'Remove the +')
        report({ range: literal.range, path: literal.path, message, fixes: fix ? [{ ...fix, preferred: true }] : [] })
      }
    },
  },
]

/** A misspelt key is told of by its own problem; that it is missing then goes without saying. */
function hasNearMiss(keys: readonly string[]): boolean {
  return keys.some(
    (key) => key !== 'literal' && key !== 'regexp' && /^(l[a-z]*t[a-z]*l|re?g?e?x?p?s?|regex[a-z]*)$/i.test(key),
  )
}

/** KMM 1.0 has no webhook: there the invalid regexp fails every kernel that no mapping before it takes. */
function behind(module: KmmModule, { index }: KernelMapping): NonNullable<Finding['related']> {
  const next = module.kernelMappings[index + 1]
  const field = next?.literal ?? next?.regexp
  if (field === undefined) return []
  const count = module.kernelMappings.length - index - 1
  const who = count === 1 ? 'This mapping' : `This mapping, as ${count - 1} more behind it,`
  return [{ range: field.range, message: `${who} is not tried as long as KMM cannot read the regexp before it` }]
}

function regexpFixes(module: KmmModule, mapping: KernelMapping, regexp: Field<string>): readonly Fix[] {
  const mended = mendRegexp(regexp.value).flatMap(({ title, pattern }) => {
    const fix = replaceText(module, regexp, pattern, title)
    return fix === undefined ? [] : [fix]
  })
  return [
    ...mended.map((fix, at) => (at === 0 ? { ...fix, preferred: true } : fix)),
    ...removeMappingFix(module, mapping),
  ]
}

function isTemplate(text: string): boolean {
  return text.includes('{{')
}

/** Only behind all others, and where none takes everything already: elsewhere it would keep a mapping from ever winning. */
function matcherFixes(module: KmmModule, mapping: KernelMapping): readonly Fix[] {
  const isLast = mapping.index === module.kernelMappings.length - 1
  const takesAll = ({ regexp }: KernelMapping) => matcherTakes({ regexp: regexp?.value }, 'any-kernel')
  if (!isLast || module.kernelMappings.some(takesAll)) return []
  return [matcherFix(module, mapping, 'regexp', "'^.+$'", 'Add a regexp that serves every kernel')].flat()
}

function matcherFix(
  module: KmmModule,
  mapping: KernelMapping,
  key: string,
  value: string,
  title: string,
): readonly Fix[] {
  if (mapping.node.type !== 'map') return []
  const pair = pairOf(mapping.node, key)
  const edit =
    pair === undefined
      ? insertPairEdit(module.document, mapping.node, key, value)
      : pair.value.range.end > pair.value.range.start
        ? { range: pair.value.range, newText: value }
        : fillPairEdit(module.document, pair, value)
  return edit === undefined ? [] : [{ title, edits: [edit], preferred: true, example: true }]
}
