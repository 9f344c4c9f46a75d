import { compileGoRegexp } from '../../kmm/goRegexp.ts'
import { kernelParts } from '../../kmm/kernelMatch.ts'
import type { Field, KernelMapping, KmmModule } from '../../kmm/kmmModule.ts'
import { nodeAt, pairOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { isSet, partRange, replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Literals that no kernel is named like. */
export const literalRules: readonly Rule[] = [
  {
    id: 'kmm/literal-regexp',
    title: 'A literal that looks like a regexp',
    why: 'A literal is compared letter by letter with the kernel of a node. Characters such as `^`, `*` or `\\` are in no kernel name, so the mapping serves no node and nothing says so.',
    bad: "- literal: '^5\\.14\\..+$'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    good: "- regexp: '^5\\.14\\..+$'\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const mapping of module.kernelMappings) {
        const { literal } = mapping
        if (literal === undefined || isOpen(literal) || !looksLikeRegexp(literal.value)) continue
        const message =
          'A literal is compared letter by letter, and no kernel has such a name: use `regexp` for a pattern'
        report({ range: literal.range, path: literal.path, message, fixes: regexpFix(module, mapping) })
      }
    },
  },
  {
    id: 'kmm/literal-impossible',
    title: "A literal with what no kernel's name holds",
    why: "A kernel's name is also that of its folder below `/lib/modules`: it holds no blanks, slashes or quotes, and nothing beyond ASCII. A literal is compared letter by letter, so that with a blank at its end it serves no node, and nothing says so. A block scalar (`|`) ends in a line break, which counts too.",
    bad: '- literal: "6.6.2-201.fc39.x86_64 "\n  containerImage: quay.io/example/driver:1.0',
    good: '- literal: "6.6.2-201.fc39.x86_64"\n  containerImage: quay.io/example/driver:1.0',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const { literal } of module.kernelMappings) {
        if (literal === undefined || isOpen(literal) || looksLikeRegexp(literal.value)) continue
        const odd = /\s+|[^\x21-\x7e]|[/"'`]/u.exec(literal.value)
        if (odd === null) continue
        const blank = odd[0].trim() === ''
        const message = `A kernel's name holds no ${blank ? 'blank' : `\`${odd[0]}\``}, so this literal serves no node`
        const text = literal.value.trim()
        const mended = blank && text !== '' && !/\s/.test(text)
        const fix = mended ? replaceText(module, literal, text, 'Remove the blank') : undefined
        const range = partRange(module.document, literal, { start: odd.index, end: odd.index + odd[0].length })
        report({ range, path: literal.path, message, fixes: fix ? [{ ...fix, preferred: true }] : [] })
      }
    },
  },
  {
    id: 'kmm/literal-parts',
    title: 'A literal with fewer than three parts',
    why: 'KMM splits kernels at `.`, `,` and `-` and needs three parts at least, as `6.6.2` has. A literal such as `6.6` is the whole name of no usual kernel, and on a node that has it KMM fails.',
    bad: '- literal: "5.14"\n  containerImage: quay.io/example/driver:1.0',
    good: '- literal: 5.14.0-427.13.1.el9_4.x86_64\n  containerImage: quay.io/example/driver:1.0',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'KernelComponentsAsEnvVars, internal/utils',
    eachMapping: true,
    check(module, _context, report) {
      for (const { literal } of module.kernelMappings) {
        if (literal === undefined || literal.value === '' || isOpen(literal)) continue
        if (literal.value.trim() === '' || looksLikeRegexp(literal.value) || kernelParts(literal.value).length >= 3)
          continue
        const message = `A literal is the whole kernel as \`uname -r\` prints it; KMM fails on one of fewer than three parts such as \`${literal.value}\``
        report({ range: literal.range, path: literal.path, message })
      }
    },
  },
]

function isOpen(literal: Field<string>): boolean {
  return literal.value.includes('{{') || literal.value.includes('${')
}

function looksLikeRegexp(literal: string): boolean {
  return /[\^$*\\[\](){}|?]|\.\+/.test(literal)
}

/** The key becomes `regexp`, where Go can read the text as one. */
function regexpFix(module: KmmModule, { node, path, literal }: KernelMapping): readonly Fix[] {
  const pair = pairOf(nodeAt(module.root, path), 'literal')
  if (pair === undefined || pair.merged === true || isSet(node, 'regexp') || literal === undefined) return []
  if (pairOf(node, 'regexp') !== undefined || !compileGoRegexp(literal.value).ok) return []
  return [{ title: 'Make it a regexp', edits: [{ range: pair.key.range, newText: 'regexp' }], preferred: true }]
}
