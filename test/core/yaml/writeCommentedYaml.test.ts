import { expect, test } from 'vitest'
import { commentLines, writeCommentedYaml } from '../../../server/core/yaml/writeCommentedYaml.ts'

test('comments stand above keys and items; those that lead nowhere are left out', () => {
  const comments = [
    { path: ['a'], text: 'one' },
    { path: ['a'], text: 'two' },
    { path: ['list', 1], text: 'item' },
    { path: ['list', 0, 'x'], text: 'first key' },
    { path: ['nowhere', 'at', 'all'], text: 'lost' },
    { path: ['list', 7], text: 'lost' },
  ]
  expect(writeCommentedYaml({ a: 'y', list: [{ x: '5.10' }, 'b'] }, comments, ['head', ''])).toBe(`# head
#
# one
# two
a: "y"
list:
  - # first key
    x: "5.10"
  # item
  - b
`)
})

test('a comment stays on its line, whatever it holds', () => {
  expect(commentLines(['a\r\nb\u2028c\u0000d', ''])).toBe('# a b c d\n#\n')
  expect(writeCommentedYaml({ a: 1 }, [{ path: ['a'], text: 'x\ny: 1' }], [])).toBe('# x y: 1\na: 1\n')
})
