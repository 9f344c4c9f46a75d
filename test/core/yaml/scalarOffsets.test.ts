import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { scalarOffsets } from '../../../server/core/yaml/scalarOffsets.ts'
import type { YamlScalar } from '../../../server/core/yaml/yamlNode.ts'
import { childOf } from '../../../server/core/yaml/yamlPath.ts'

function scalarIn(text: string): YamlScalar {
  const node = childOf(parseYaml(text).documents[0]?.root, 'a')
  if (node?.type !== 'scalar') throw new Error('no scalar')
  return node
}

/** What is written for a part of the text. */
function written(text: string, part: string): string | undefined {
  const scalar = scalarIn(text)
  const start = scalar.text.indexOf(part)
  expect(start).toBeGreaterThanOrEqual(0)
  const range = scalarOffsets(text, scalar)?.sourceRange({ start, end: start + part.length })
  return range && text.slice(range.start, range.end)
}

describe('a part of the text is found where it is written', () => {
  test.each([
    ['plain', 'a: ^5\\.(14$', '(14', '(14'],
    ['single quotes', "a: '^5\\.(14$'", '(14', '(14'],
    ['a doubled quote', "a: 'it''s (x'", "'s (", "''s ("],
    ['double quotes', 'a: "^5\\\\.(14$"', '\\.(', '\\\\.('],
    ['escapes', 'a: "x\\x41\\u0042\\tC"', 'AB\tC', '\\x41\\u0042\\tC'],
    ['a pair of surrogates', 'a: "\\U0001F600(x"', '(x', '(x'],
    ['behind one', 'a: "\u{1f600}(x"', '(x', '(x'],
    ['a literal block', 'a: |\n  one\n  ^two(\n', '^two(', '^two('],
    ['a literal block, indented further', 'a: |\n  one\n    ^two(\n', '^two(', '^two('],
    ['a literal block without its end', 'a: |-\n  ^5(14$', '(14$', '(14$'],
    ['a folded block', 'a: >-\n  one\n  ^two(\n', '^two(', '^two('],
    ['folded lines', "a: 'one\n  two\n\n  three('", 'three(', 'three('],
    ['an escaped line break', 'a: "one\\\n  two("', 'two(', 'two('],
    ['line breaks of Windows', 'a: |\r\n  one\r\n  two(\r\n', 'two(', 'two('],
  ])('%s', (_, text, part, expected) => {
    expect(written(text, part)).toBe(expected)
  })
})

test('an offset in the source leads to the character it stands on', () => {
  const text = 'a: "x\\\\.y"'
  const offsets = scalarOffsets(text, scalarIn(text))
  expect([4, 5, 6, 7, 8, 9].map((at) => offsets?.textOffset(at))).toEqual([0, 1, 1, 2, 3, 4])
})

test('an empty text has its place between the quotes', () => {
  const text = "a: ''"
  expect(scalarOffsets(text, scalarIn(text))?.sourceRange({ start: 0, end: 0 })).toEqual({ start: 4, end: 4 })
})

test('every part of any quoted text lies within the quotes, in order', () => {
  const pieces = fc.constantFrom('a', ' ', '\n', "'", '"', '\\', '\t', 'ü', '\u{1f600}', '(', '.')
  const text = fc.array(pieces, { maxLength: 12 }).map((some) => some.join(''))
  fc.assert(
    fc.property(text, (value) => {
      const source = `a: ${JSON.stringify(value)}\n`
      const scalar = scalarIn(source)
      const offsets = scalarOffsets(source, scalar)
      expect(offsets).toBeDefined()
      let last = scalar.range.start
      for (let at = 0; at < scalar.text.length; at += 1) {
        const range = offsets?.sourceRange({ start: at, end: at + 1 }) ?? { start: -1, end: -1 }
        expect(range.start).toBeGreaterThanOrEqual(last)
        expect(range.end).toBeLessThan(scalar.range.end)
        expect(range.end).toBeGreaterThan(range.start)
        last = range.start
      }
    }),
  )
})
