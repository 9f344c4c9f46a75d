import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moveItemEdits } from '../../../server/core/yaml/itemLines.ts'
import { jsonValue } from '../../../server/core/yaml/jsonValue.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { childOf } from '../../../server/core/yaml/yamlPath.ts'
import { applyEdits } from '../../support/check.ts'

function moved(text: string, from: number, to: number): string | undefined {
  const [document] = parseYaml(text).documents
  const list = childOf(document?.root, 'a')
  const edits = document && list?.type === 'list' ? moveItemEdits(document, list, from, to) : undefined
  return edits && applyEdits(text, edits)
}

test.each([
  ['a:\n- 1\n- 2\n', 'a:\n- 2\n- 1\n'],
  ['a:\n  - x: 1\n    y: 2\n\n  # about\n  - z: 3', 'a:\n  # about\n  - z: 3\n  - x: 1\n    y: 2\n\n'],
  ['a:\n  -\n    x: 1\n  -\n    z: 3\nb: c\n', 'a:\n  -\n    z: 3\n  -\n    x: 1\nb: c\n'],
  ['a:\n- 1\n# about nothing\n\n- 2\n', 'a:\n- 2\n- 1\n# about nothing\n\n'],
  ['a: [1, 2]', undefined],
  ['a:\n- &x 1\n- 2\n', undefined],
])('%j', (before, after) => {
  expect(moved(before, 1, 0)).toBe(after)
})

test('the items are the same in their new order', () => {
  const item = fc.constantFrom(
    'x: 1',
    'x: 1\n    y: [2]',
    '|\n      a\n      b',
    'plain # said',
    '\n    z: 1',
    "'# no comment'",
    'x:\n    - 1\n    - 2',
  )
  const items = fc.array(
    fc.record({ item, comment: fc.constantFrom('', '  # about\n', '  # about\n\n', '\n', '# far\n') }),
    {
      minLength: 2,
      maxLength: 5,
    },
  )
  fc.assert(
    fc.property(items, fc.nat(), fc.nat(), fc.boolean(), (some, first, second, more) => {
      // A block scalar that ends with the file lacks its last line break, and gets it when it moves.
      const ended = more || some.at(-1)?.item.startsWith('|') === true
      const text = `a:\n${some.map((one) => `${one.comment}  - ${one.item}`).join('\n')}${ended ? '\nb: 1\n' : ''}`
      const [to = 0, from = 0] = [first % some.length, second % some.length].sort((a, b) => a - b)
      const after = to === from ? undefined : moved(text, from, to)
      if (after === undefined) return
      const values = listOf(text)
      const [one] = values.splice(from, 1)
      values.splice(to, 0, one)
      expect([text, listOf(after)]).toEqual([text, values])
    }),
  )
})

function listOf(text: string): unknown[] {
  const [document] = parseYaml(text).documents
  const value: { a?: unknown } = Object(document && jsonValue(document))
  if (!Array.isArray(value.a)) throw new Error('no list')
  return value.a
}
