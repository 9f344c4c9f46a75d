import { describe, expect, test } from 'vitest'
import { buildTree } from '../../../server/core/yaml/buildTree.ts'
import { composeText } from '../../../server/core/yaml/composeText.ts'
import { jsonValue } from '../../../server/core/yaml/jsonValue.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { readGoYaml } from '../../../server/core/yaml/readGoYaml.ts'
import { nodeAt } from '../../../server/core/yaml/yamlPath.ts'

const readValue = (text: string): unknown => {
  const [document] = parseYaml(text).documents
  expect(document?.problems).toEqual([])
  return document && jsonValue(document)
}

describe('read as the API server reads it, where YAML 1.2 refuses or means something else', () => {
  test.each<[string, unknown]>([
    ['a: "x"# said\nb: {c: d}# said\n', { a: 'x', b: { c: 'd' } }],
    ['a: |-# said\n  x\n', { a: 'x' }],
    ['a: x\rb: z\r', { a: 'x', b: 'z' }],
    ['a: x\u0085b: z\n', { a: 'x', b: 'z' }],
    ['{a: x,\nb: z}\n', { a: 'x', b: 'z' }],
    ['a: {x:}\n', { a: { 'x:': null } }],
    ['a: {? x}\n', { a: { x: null } }],
    ['a: [-, x]\n', { a: ['-', 'x'] }],
    ['a: [x: w, z]\n', { a: [{ x: 'w' }, 'z'] }],
    ['a: |\n  x', { a: 'x' }],
    ['a: >\n  x\n  y\n\n  z\n', { a: 'x y\nz\n' }],
    ['a: |+\n  x\n\n', { a: 'x\n\n' }],
    ["a: 'x\n\n  y'\n", { a: 'x\ny' }],
    ['a: "x\\\n  y"\n', { a: 'xy' }],
    ['.nan: x\n1e6: z\n', { '.nan': 'x', '1e+06': 'z' }],
    ['!!str <<: x\n', { '<<': 'x' }],
    ['%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 5\n', { a: '5' }],
    ['\ufeffa: x\n', { a: 'x' }],
  ])('%j', (text, value) => {
    expect(readValue(text)).toEqual(value)
  })
})

describe('refused by the API server, with the place', () => {
  test.each([
    ['a: {x:y, z: {}, u:[]}\n', 'flow', 18],
    ['a: [x?, y]\n', 'flow', 5],
    ['a:\n  -\tx\n', 'tab', 6],
    ['a: "x"\n \t\nb: y\n', 'tab', 8],
    ['a: "\\/"\n', 'escape', 4],
    ['a: "\\ud83d"\n', 'escape', 4],
    ['a: x\u0007\n', 'control', 4],
    ['%FOO bar\n---\na: x\n', 'directive', 0],
    ['%YAML 1.2\n---\na: x\n', 'version', 0],
    ['a: &x.y z\n', 'anchor', 3],
    ['a: !x!y z\n', 'tag', 3],
    ['a: |0\n  x\n', 'block', 3],
    ['a: "x\n', 'quote', 3],
    ['a: @x\n', 'start', 3],
    ['a: - x\n', 'entry', 3],
    ['a: x: y\n', 'value', 4],
    ['a: b\nc\n', 'colon', 5],
    ['a: b\n- c\n', 'key', 5],
    [': x\n', 'key', 0],
  ])('%j: %s', (text, reason, at) => {
    const reading = readGoYaml(text)
    expect('refusal' in reading && [reading.refusal.reason, reading.refusal.at]).toEqual([reason, at])
  })
})

test.each(['a:\n  b:\n      |', 'a: >-', 'a: |+\n\n   ', 'a: |\n\n'])(
  'a block scalar that ends with the text, %j, ends behind its beginning',
  (text) => {
    const [document] = parseYaml(text).documents
    const value = document && nodeAt(document.root, text.includes('b:') ? ['a', 'b'] : ['a'])
    expect(value?.range.end).toBeGreaterThan(value?.range.start ?? Number.POSITIVE_INFINITY)
    expect(value?.range.end).toBeLessThanOrEqual(text.length)
  },
)

// What an edit leaves broken is read by `yaml`, what is around it may have been read before.
test.each([
  'a: &x {b: c}\nd:\n  e: *x\nf: *x # c\ng: h\n',
  'a:\n  b:\nc:\n  - d:\n  - e: # c\n  -\nf:\n',
  'a:\n  b: \n  \n# c\nd: [e, {f: }]\n',
  'a:\n  - b\n  - # c\nd:\n  - |\n    e\n\n  - "f" # c\n\ng: h # c\n',
  'a: &x\nb: !!str\nc: &y\n  d: e\n',
  'a:\r\n  b: *c # d\r\ne:\r\n  - f:\r\n',
])('places are those that `yaml` gives: %j', (text) => {
  const reading = readGoYaml(text)
  const source = { text, actions: [], offsetOf: (offset: number) => offset }
  expect('contents' in reading && buildTree(reading.contents, source)).toEqual(
    buildTree(composeText(text).contents, source),
  )
})

test('a key without `?` has at most 1,024 characters', () => {
  expect('contents' in readGoYaml(`${'a'.repeat(1024)}: b\n`)).toBe(true)
  expect('refusal' in readGoYaml(`${'a'.repeat(1025)}: b\n`)).toBe(true)
})

test('half of a character is one, and the text ends where it ends', () => {
  expect(readGoYaml('a: \ud83d')).toMatchObject({ contents: { range: [0, 4, 4] } })
  expect(readGoYaml('a: "\ud83d"')).toMatchObject({ contents: { range: [0, 6, 6] } })
})

test('nothing behind the first document is read', () => {
  expect(readGoYaml('a: b\n---\n\tc: [\n')).toHaveProperty('contents')
  expect(readGoYaml('\n# nothing\n')).toEqual({ contents: null })
})
