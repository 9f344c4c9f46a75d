import { compileGoRegexp } from '../../kmm/goRegexp.ts'
import type { Field, KernelMapping } from '../../kmm/kmmModule.ts'
import { onlyText, takesEverything } from '../../kmm/regexpAdvice.ts'
import { type Cover, coverOf, covers, type Need, needOf } from '../../kmm/regexpCover.ts'
import { orderFixes } from './mappingEdits.ts'
import type { Rule } from './rule.ts'

const image = '\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}'

/** Mappings that another one stands in the way of: the first that matches wins. */
export const mappingOrderRules: readonly Rule[] = [
  {
    id: 'kmm/mapping-unreachable',
    title: 'A mapping that an earlier one leaves nothing',
    why: 'KMM takes the first mapping in the list that matches the kernel. One behind a regexp that takes all of its kernels is never used, and nothing says so. Put the narrower one first.',
    bad: `- regexp: '^.+$'${image}\n- literal: 5.14.0-427.13.1.el9_4.x86_64${image}`,
    good: `- literal: 5.14.0-427.13.1.el9_4.x86_64${image}\n- regexp: '^.+$'${image}`,
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'findKernelMapping, internal/module/kernelmapper.go',
    check(module, _context, report) {
      const earlier: Taking[] = []
      for (const mapping of module.kernelMappings) {
        const own = matcherOf(mapping)
        if (own === undefined) continue
        const taker = earlier.find((one) => takesAllOf(one, own))
        if (taker !== undefined) {
          const message = `Mapping ${taker.index + 1} takes ${own.text === undefined ? 'every kernel that this could' : 'this kernel'} first, so this one is never used: put it above, or remove it`
          const related = [{ range: taker.field.range, message: 'This is tried first and takes it' }]
          const fixes = orderFixes(module, mapping, own.field.value === taker.field.value ? undefined : taker.index)
          report({ range: own.field.range, path: own.field.path, message, related, fixes })
        }
        if (own.takes !== undefined) earlier.push({ ...own, takes: own.takes })
      }
    },
  },
  {
    id: 'kmm/literal-duplicate',
    title: 'The same literal twice',
    why: 'KMM takes the first mapping that matches, so the second one of two equal literals is never used.',
    bad: `- literal: 5.14.0-427.13.1.el9_4.x86_64${image}\n- literal: 5.14.0-427.13.1.el9_4.x86_64${image}`,
    good: `- literal: 5.14.0-427.13.1.el9_4.x86_64${image}`,
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'findKernelMapping, internal/module/kernelmapper.go',
    check(module, _context, report) {
      const first = new Map<string, Field<string>>()
      for (const mapping of module.kernelMappings) {
        const { literal } = mapping
        if (!literal?.value || literal.value.includes('{{')) continue
        const known = first.get(literal.value)
        if (known === undefined) {
          first.set(literal.value, literal)
          continue
        }
        const message = 'An earlier mapping serves this very kernel, so this one is never used: remove it'
        const related = [{ range: known.range, message: 'This one is used' }]
        report({
          range: literal.range,
          path: literal.path,
          message,
          related,
          fixes: orderFixes(module, mapping, undefined),
        })
      }
    },
  },
]

interface Matching {
  readonly index: number
  readonly field: Field<string>
  /** the one kernel that it takes, when it takes only one */
  readonly text: string | undefined
  /** which kernels a regexp takes; literals are another rule's */
  readonly takes: ((kernel: string) => boolean) | undefined
  readonly all: boolean
  /** the form of a regexp, as far as it tells which kernels it takes, and which it can take at most */
  readonly cover?: Cover | undefined
  readonly need?: Need | undefined
}

type Taking = Matching & { readonly takes: NonNullable<Matching['takes']> }

/** What a mapping asks for; `undefined` where that is not clear, and for mappings with both a literal and a regexp. */
function matcherOf({ index, literal, regexp }: KernelMapping): Matching | undefined {
  if (literal?.value && regexp?.value) return undefined
  const field = literal?.value ? literal : regexp
  if (!field?.value || field.value.includes('{{')) return undefined
  if (field === literal) return { index, field, text: literal.value, takes: undefined, all: false }
  const compiled = compileGoRegexp(field.value)
  if (!compiled.ok) return undefined
  const { value } = field
  const forms = { cover: coverOf(value), need: needOf(value) }
  return { index, field, text: onlyText(value), takes: compiled.matches, all: takesEverything(value), ...forms }
}

function takesAllOf(earlier: Taking, own: Matching): boolean {
  if (earlier.all || (own.takes !== undefined && earlier.field.value === own.field.value)) return true
  if (own.text !== undefined) return earlier.takes(own.text)
  return earlier.cover !== undefined && own.need !== undefined && covers(earlier.cover, own.need)
}
