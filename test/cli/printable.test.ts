import { expect, test } from 'vitest'
import { cellsOf, printable } from '../../server/cli/printable.ts'

test('escape sequences are shown, tabs and newlines stay', () => {
  expect(printable('a\u001b[31mred\u0007\tb\nc\r\u009b1m\u202e')).toBe('a␛[31mred␇\tb\nc␍\ufffd1m\ufffd')
})

test.each([
  ['abc', 3],
  ['模块', 4],
  ['e\u0301', 1],
  ['😀', 2],
])('%s takes %i cells', (text, cells) => {
  expect(cellsOf(text)).toBe(cells)
})
