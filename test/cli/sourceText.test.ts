import fc from 'fast-check'
import { expect, test } from 'vitest'
import { relatedSource, sourceText } from '../../server/cli/sourceText.ts'

test('lines end with \\n, \\r\\n or \\r, and offsets outside count as the nearest end', () => {
  const source = sourceText('a.yaml', 'one\r\ntwo\rthree\n')
  expect(source.positionAt(0)).toEqual({ line: 1, column: 1 })
  expect(source.positionAt(5)).toEqual({ line: 2, column: 1 })
  expect(source.positionAt(10)).toEqual({ line: 3, column: 2 })
  expect(source.positionAt(999)).toEqual({ line: 4, column: 1 })
  expect(source.positionAt(-1)).toEqual({ line: 1, column: 1 })
  expect([1, 2, 3, 4, 5].map(source.lineText)).toEqual(['one', 'two', 'three', '', ''])
})

test('the character at an offset stands at its column of its line', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '\r\n', '😀', '\t') })
  fc.assert(
    fc.property(text, (written) => {
      const source = sourceText('a.yaml', written)
      for (let offset = 0; offset < written.length; offset += 1) {
        const { line, column } = source.positionAt(offset)
        const character = written[offset]
        if (character !== '\n' && character !== '\r') expect(source.lineText(line)[column - 1]).toBe(character)
      }
    }),
  )
})

test('a related place is in the same file, in one beside it, or in one that nobody has read', () => {
  const other = sourceText('b.yaml', 'b\nc')
  const source = sourceText('a.yaml', 'a', (file) => (file === 'b.yaml' ? other : undefined))
  expect(relatedSource(source, {})).toBe(source)
  expect(relatedSource(source, { uri: 'b.yaml' })).toBe(other)
  const unknown = relatedSource(source, { uri: 'c.yaml' })
  expect([unknown.file, unknown.positionAt(7)]).toEqual(['c.yaml', { line: 1, column: 1 }])
})
