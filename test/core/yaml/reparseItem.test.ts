import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeText } from '../../../server/core/yaml/composeText.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { reparseItem } from '../../../server/core/yaml/reparseItem.ts'
import { manyAliases, manyMappings } from '../../bench/texts.ts'
import { richModule } from '../../support/mutatedModule.ts'
import { yamlPieces } from '../../support/yamlPieces.ts'

/** Applies edits written as `before$1typed$2`: what stands between the marks is typed in. Answers both texts. */
function edited(marked: string): { readonly before: string; readonly after: string } {
  return { before: marked.replace(/«[^»]*»/, ''), after: marked.replace(/[«»]/g, '') }
}

/** Whether the edit was read by parsing one item, with the nodes that parsing all of it gives. */
function isReadAlone(marked: string): boolean {
  const { before, after } = edited(marked)
  const { contents } = composeText(before)
  const found = contents === null ? undefined : reparseItem({ text: before, contents }, after, 8)
  return found !== undefined
}

const list = (items: string): string => `spec:\n  list:\n${items}  behind: {a: 1}\n`
const filler = '    - a: 1\n      b: text\n'.repeat(6)

describe('an edit within one item of a list', () => {
  test.each([
    ['of a value', list(`${filler}    - a: 1«2»\n${filler}`)],
    ['that adds a key', list(`${filler}    - a: 1\n«      c: x\n»${filler}`)],
    ['that adds an item', list(`${filler}    - a: 1\n«    - a: 2\n»${filler}`)],
    [
      'that leaves a key without a colon, which is mended',
      list(`${filler}    - a: 1\n«      regex\n»      d: 1\n${filler}`),
    ],
    ['in a list of a list', list(`    - in:\n      - x: 1«2»\n      - y\n${filler}${filler}`)],
    ['in the first item', list(`    - a: 1«2»\n${filler}`)],
    ['in the last item', list(`${filler}    - a: 1«2»\n`)],
    ['with an alias', `x: &x {a: 1}\n${list(`${filler}    - a: 1«2»\n      b: *x\n${filler}`)}`],
    ['of a block of text', list(`${filler}    - a: |\n        one\n«        two\n»\n${filler}`)],
    [
      'in a list as far left as its key',
      `list:\n${filler.replaceAll(/^ {4}/gm, '')}- a: 1«2»\n${filler.replaceAll(/^ {4}/gm, '')}end: 1\n`,
    ],
  ])('%s parses that item alone', (_, marked) => {
    expect(isReadAlone(marked)).toBe(true)
  })

  test.each([
    ['that moves the dash', list(`${filler}«  »    - a: 1\n${filler}`)],
    ['that ends the list', list(`${filler}    - a: 1\n«  other: 1\n»${filler}`)],
    ['outside of every list', `na«m»e: a\n${list(filler)}`],
    ['in brackets', `list: [a, b«c», d]\n${list(filler)}`],
    ['of the last thing of all', `list:\n${filler}    - a: 1«2»\n`],
  ])('%s does not', (_, marked) => {
    expect(isReadAlone(marked)).toBe(false)
  })
})

const beginnings = [
  manyMappings(9),
  manyAliases(36),
  manyAliases(36).replaceAll('\n', '\r\n'),
  `x: &l\n${'- &a 1\n- *a\n- {b: *a, c: [d,\n e]}\n- f\u2028\n'.repeat(110)}y: *l\n`,
  `${richModule}\n${'# filler\n'.repeat(400)}`,
  `kind: List\nitems:\n${Array.from({ length: 40 }, (_, at) => `- a: ${at}\n  b:\n  - c: |\n      text\n\n    d: "x"\n  - e: [1,\n      2]\n    f: # c\n  # between\n  - g: # c\n`).join('')}`,
  `x:\n${'  - - a: 1\n      b: >-\n        folded\n        more\n    - z\n  -\n    k: v\n  - plain\n    of two lines\n'.repeat(45)}end: 1\n`,
]
const typed = fc.constantFrom(
  ...yamlPieces,
  ...['', 'x', '\n  ', '# c\n', '|+\n', '&a ', '*a', '*build', '<<: *a', '---\n', '...\n', '{{ .x }}', '\t', '😀'],
  ...['? ', '!!str ', 'name: a', '\r\n', '\n\n'],
  ...[
    '\n        - literal: x\n          containerImage: a:1',
    '\n        # comment',
    '\n    other: 1',
    '\n        stray: 1',
    '\n  f: 1',
  ],
)
const edit = fc.record({
  jump: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.double({ min: 0, max: 1, noNaN: true })),
  length: fc.constantFrom(0, 0, 1, 2, 5, 30),
  insert: typed,
})

test('whatever is typed, a document parsed after an edit is as if it were parsed anew', () => {
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), fc.array(edit, { minLength: 2, maxLength: 10 }), (beginning, edits) => {
      let text = beginning
      let file = parseYaml(text)
      let at = 0
      for (const { jump, length, insert } of edits) {
        at = jump === undefined ? Math.min(at, text.length) : Math.round(jump * text.length)
        text = text.slice(0, at) + insert + text.slice(at + length)
        at += insert.length
        file = parseYaml(text, file)
        expect(isDeepStrictEqual(file, parseYaml(text)), text).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})
