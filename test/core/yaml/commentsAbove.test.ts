import { expect, test } from 'vitest'
import { commentsAbove } from '../../../server/core/yaml/commentsAbove.ts'

test.each<[string, string]>([
  ['a: 1\n# x\n# y\nk: 1\n', '# x\n# y\n'],
  ['a: 1\n# x\n\n# y\nk: 1\n', '# y\n'],
  ['a: 1\n# x\n\nk: 1\n', ''],
  ['a: 1\n  # x\nk: 1\n', ''],
  ['# x\nk: 1\n', '# x\n'],
  ['k: 1\n', ''],
])('of %j', (text, comments) => {
  const line = text.indexOf('k:')
  expect(text.slice(commentsAbove(text, line, 0, 0), line)).toBe(comments)
})

test('at the column of the line, and not before a place', () => {
  const text = '  # x\n  # y\n  k: 1\n'
  expect(commentsAbove(text, 12, 2, 0)).toBe(0)
  expect(commentsAbove(text, 12, 2, 6)).toBe(6)
  expect(commentsAbove(text, 12, 0, 0)).toBe(12)
})
