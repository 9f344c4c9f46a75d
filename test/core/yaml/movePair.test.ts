import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JsonValue, jsonValue } from '../../../server/core/yaml/jsonValue.ts'
import { movePairEdits } from '../../../server/core/yaml/movePair.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import type { Path, YamlDocument, YamlNode, YamlPair } from '../../../server/core/yaml/yamlNode.ts'
import { mapOf, nodeAt, pairOf } from '../../../server/core/yaml/yamlPath.ts'
import { applyEdits } from '../../support/check.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

/** The text once the key `k` of the mapping at a path stands at another; `undefined` where it is not moved. */
function moved(text: string, from: Path, to: Path): string | undefined {
  const [document] = parseYaml(text).documents
  const map = mapOf(nodeAt(document?.root, from))
  const pair = pairOf(map, 'k')
  if (document === undefined || map === undefined || pair === undefined) throw new Error('no `k` there')
  const edits = movePairEdits(document, map, pair, to)
  return edits && applyEdits(text, edits)
}

describe('a pair goes', () => {
  test.each<[string, string, Path, Path, string]>([
    ['below a neighbour', 'a:\n  b: 1\nk: 2\n', [], ['a'], 'a:\n  b: 1\n  k: 2\n'],
    ['below one that follows', 'k: 2\na:\n  b: 1', [], ['a'], 'a:\n  b: 1\n  k: 2'],
    ['below one without a value', 'a: # here\nk: 2\nb: 1\n', [], ['a'], 'a: # here\n  k: 2\nb: 1\n'],
    ['below one that is begun', 'b: 1\nk:\n  c: 2\n', [], ['a'], 'b: 1\na:\n  k:\n    c: 2\n'],
    ['below several that are begun', 'x: 1\nk: 2', [], ['a', 'b'], 'x: 1\na:\n  b:\n    k: 2'],
    ['below one that is begun in another', 'a:\n  x: 1\nk: 2\n', [], ['a', 'b'], 'a:\n  x: 1\n  b:\n    k: 2\n'],
    ['out of the last', 'a:\n  b: 1\n  k:\n    c: 2\n', ['a'], [], 'a:\n  b: 1\nk:\n  c: 2\n'],
    ['out of one before', 'a:\n  k: 2\n  b: 1\nc: 3\n', ['a'], [], 'a:\n  b: 1\nc: 3\nk: 2\n'],
    ['beside the list of its item', 'a:\n  - b: 1\n    k: 2\nc: 3\n', ['a', 0], [], 'a:\n  - b: 1\nc: 3\nk: 2\n'],
    [
      'into the item around it',
      'a:\n  - b:\n      c: 1\n      k: 2\n',
      ['a', 0, 'b'],
      ['a', 0],
      'a:\n  - b:\n      c: 1\n    k: 2\n',
    ],
    [
      'to a sibling',
      'a:\n  b:\n    x: 1\n    k: 2\n  c:\n    y: 3\n',
      ['a', 'b'],
      ['a', 'c'],
      'a:\n  b:\n    x: 1\n  c:\n    y: 3\n    k: 2\n',
    ],
    [
      'with its comments',
      'x: 1\n# about k\n# and more\nk: # value\n  # inner\n  c: 2 # two\na:\n  b: 1\n',
      [],
      ['a'],
      'x: 1\na:\n  b: 1\n  # about k\n  # and more\n  k: # value\n    # inner\n    c: 2 # two\n',
    ],
    ['without what is about the file', '# licence\nk: 2\na:\n  b: 1\n', [], ['a'], '# licence\na:\n  b: 1\n  k: 2\n'],
    [
      'with a text of lines',
      'k: |\n  one\n\n    two\na:\n  b: 1\n',
      [],
      ['a'],
      'a:\n  b: 1\n  k: |\n    one\n\n      two\n',
    ],
    ['with its line ends', 'k:\r\n  c: 2\r\na:\r\n  b: 1\r\n', [], ['a'], 'a:\r\n  b: 1\r\n  k:\r\n    c: 2\r\n'],
    ['with a list at its own column', 'k:\n- 1\n- 2\na:\n  b: 1\n', [], ['a'], 'a:\n  b: 1\n  k:\n  - 1\n  - 2\n'],
  ])('%s', (_, before, from, to, after) => {
    expect(moved(before, from, to)).toBe(after)
  })

  test.each<[string, string, Path, Path]>([
    ['where it stands already', 'k: 2\na:\n  k: 1\n', [], ['a']],
    ['out of where it is alone', 'a:\n  k: 2\nb: 1\n', ['a'], []],
    ['into brackets', 'k: 2\na: {b: 1}\n', [], ['a']],
    ['out of brackets', '{k: 2, a: {b: 1}}\n', [], ['a']],
    ['into a list or a text', 'k: 2\na: [1]\n', [], ['a']],
    ['into what an alias brought', 'x: &x\n  b: 1\nk: 2\na: *x\n', [], ['a']],
    ['out of what an alias shares', 'a: &x\n  k: 2\n  b: 1\nc: *x\n', ['a'], []],
    ['away from its alias', 'k: &x 2\nb: *x\na:\n  b: 1\n', [], ['a']],
    ['from the line of a dash', '- k: 2\n  a:\n    b: 1\n', [0], [0, 'a']],
    ['into itself', 'k:\n  b: 1\nx: 1\n', [], ['k', 'a']],
  ])('not %s', (_, text, from, to) => {
    expect(moved(text, from, to)).toBeUndefined()
  })
})

interface MapAt {
  readonly path: Path
  readonly map: Extract<YamlNode, { type: 'map' }>
}

function mapsIn(node: YamlNode | undefined, path: Path = []): readonly MapAt[] {
  if (node?.type === 'list') return node.items.flatMap((item, at) => mapsIn(item, [...path, at]))
  if (node?.type !== 'map') return []
  return [{ path, map: node }, ...node.pairs.flatMap((pair) => mapsIn(pair.value, [...path, pair.key.text]))]
}

type Fields = Readonly<Record<string, JsonValue>>

/** What the document must say once a pair was moved. */
function movedValue(document: YamlDocument, from: Path, { key: { text } }: YamlPair, to: Path): JsonValue {
  let moving: JsonValue = null
  const without = changed(jsonValue(document), from, ({ [text]: value = null, ...rest }) => {
    moving = value
    return rest
  })
  return changed(without, to, (fields) => ({ ...fields, [text]: moving }))
}

function changed(value: JsonValue, [step, ...rest]: Path, change: (fields: Fields) => Fields): JsonValue {
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? changed(item, rest, change) : item))
  const fields: Fields = { ...Object(value) }
  return step === undefined ? change(fields) : { ...fields, [step]: changed(fields[step] ?? {}, rest, change) }
}

test('law: wherever a pair of any text is moved, the document says the same there, and all else as before', () => {
  let count = 0
  const plainModule = mutatedModule.map((text) => text.replace('<<: *probe', 'tag: v1'))
  const choice = fc.tuple(plainModule, fc.nat(), fc.nat(), fc.constantFrom<Path>([], ['new'], ['new', 'er']))
  fc.assert(
    fc.property(choice, ([text, one, two, more]) => {
      const [document] = parseYaml(text).documents
      const maps = mapsIn(document?.root)
      const to = maps[one % maps.length]
      if (document === undefined || to === undefined) return
      const path = [...to.path, ...more]
      for (const from of maps) {
        const pair = from.map.pairs[two % from.map.pairs.length]
        const edits = pair && movePairEdits(document, from.map, pair, path)
        if (edits === undefined) continue
        count += 1
        const after = applyEdits(document.text, edits)
        const story = `${pair?.key.text} of ${from.path.join('.')} to ${path.join('.')}\n${document.text}\n-----\n${after}`
        const [next, ...rest] = parseYaml(after).documents
        expect(rest, story).toEqual([])
        expect(next?.problems, story).toEqual([])
        expect(next && pair && jsonValue(next), story).toEqual(pair && movedValue(document, from.path, pair, path))
      }
    }),
    { numRuns: 300 },
  )
  expect(count).toBeGreaterThan(200)
}, 60_000)
