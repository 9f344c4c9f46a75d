import { expect, test } from 'vitest'
import { writeCommentedYaml } from '../../../server/core/yaml/writeCommentedYaml.ts'

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
