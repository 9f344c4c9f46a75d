import { expect, test } from 'vitest'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { fillPairEdit, insertPairEdit, quoted, removePairEdit } from '../../../server/core/yaml/yamlEdit.ts'
import type { YamlDocument, YamlMap } from '../../../server/core/yaml/yamlNode.ts'
import { mapOf, nodeAt, pairOf } from '../../../server/core/yaml/yamlPath.ts'
import { applyEdits } from '../../support/check.ts'

const mapIn = (text: string, path: readonly (string | number)[]): { document: YamlDocument; map: YamlMap } => {
  const [document] = parseYaml(text).documents
  const map = mapOf(nodeAt(document?.root, path))
  if (document === undefined || map === undefined) throw new Error('no mapping there')
  return { document, map }
}

test.each<[string, readonly (string | number)[], string]>([
  ['a:\n  b: 1\nc: 2\n', ['a'], 'a:\n  b: 1\n  k: v\nc: 2\n'],
  ['a:\n  b: 1 # note\n', ['a'], 'a:\n  b: 1 # note\n  k: v\n'],
  ['a:\n  b:\n    c: 1\n\n\nd: 1\n', ['a'], 'a:\n  b:\n    c: 1\n  k: v\n\n\nd: 1\n'],
  ['a:\n  - b: 1\n    c: 2', ['a', 0], 'a:\n  - b: 1\n    c: 2\n    k: v'],
  ['a:\n  b: |\n    x\n  c:\n', ['a'], 'a:\n  b: |\n    x\n  c:\n  k: v\n'],
  ['a: {}\n', ['a'], 'a: {k: v}\n'],
  ['a: {b: 1, }\n', ['a'], 'a: {b: 1,k: v }\n'],
  ['a: {b: 1}\n', ['a'], 'a: {b: 1, k: v}\n'],
])('a pair is put into %j', (text, path, after) => {
  const { document, map } = mapIn(text, path)
  const edit = insertPairEdit(document, map, 'k', 'v')
  expect(applyEdits(text, edit === undefined ? [] : [edit])).toBe(after)
})

test('lists and mappings are written in the style around them', () => {
  const value = { list: ['a', { b: 'c', d: 'e' }] }
  const block = mapIn('x: 1\n', [])
  expect(insertPairEdit(block.document, block.map, 'k', value)?.newText).toBe(
    '\nk:\n  list:\n    - a\n    - b: c\n      d: e',
  )
  const flow = mapIn('{x: 1}', [])
  expect(insertPairEdit(flow.document, flow.map, 'k', value)?.newText).toBe(', k: {list: [a, {b: c, d: e}]}')
})

test.each<[string, string | undefined]>([
  ['a: 1\nk:\n  b: 1\nc: 2\n', 'a: 1\nc: 2\n'],
  ['a: 1\nk: |\n  b\nc: 2\n', 'a: 1\nc: 2\n'],
  ['a: 1\nk: 2', 'a: 1\n'],
  ['k: 1\n', undefined],
  ['{a: 1, k: 2}', undefined],
])('a pair is taken out of %j', (text, after) => {
  const { document, map } = mapIn(text, [])
  const pair = pairOf(map, 'k')
  const edit = pair && removePairEdit(document, map, pair)
  expect(edit && applyEdits(text, [edit])).toBe(after)
})

test.each<[string, string | undefined]>([
  ['k:\na: 1\n', 'k: v\na: 1\n'],
  ['k: # note\na: 1\n', 'k: v # note\na: 1\n'],
  ['k :\na: 1\n', 'k : v\na: 1\n'],
  ['a: 1\nk:', 'a: 1\nk: v'],
  // These lack more than a value.
  ['a: 1\nk\n', undefined],
  ['a: 1\nk\u2028: b\n', undefined],
])('the key k is given a value in %j', (text, after) => {
  const { document, map } = mapIn(text, [])
  const pair = pairOf(map, 'k')
  const edit = pair && fillPairEdit(document, pair, 'v')
  expect(edit && applyEdits(text, [edit])).toBe(after)
})

test('quoted text is read back as itself', () => {
  for (const text of ['y', '5.10', 'a"b\\c', 'tab\tnewline\n', '\u0085\u2028', "it's", '']) {
    expect(nodeAt(mapIn(`a: ${quoted(text)}\n`, []).map, ['a'])).toMatchObject({ value: text })
  }
})
