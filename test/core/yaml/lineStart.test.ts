import { expect, test } from 'vitest'
import { lineStart } from '../../../server/core/yaml/lineStart.ts'

test.each([
  ['a\nbc', 3, 2],
  ['a\nbc', 2, 2],
  ['a\nbc', 1, 0],
  ['\na', 0, 0],
  ['\na', 1, 1],
  ['', 0, 0],
])('of %j the line of %i begins at %i', (text, offset, start) => {
  expect(lineStart(text, offset)).toBe(start)
})
