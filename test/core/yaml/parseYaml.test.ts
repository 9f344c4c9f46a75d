import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonValue } from '../../../server/core/yaml/jsonValue.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import type { YamlNode } from '../../../server/core/yaml/yamlNode.ts'
import { nodeAt } from '../../../server/core/yaml/yamlPath.ts'

const only = (text: string) => {
  const [document] = parseYaml(text).documents
  if (document === undefined) throw new Error('a file always has a document')
  return document
}

const told = (text: string) => {
  const document = only(text)
  return document.problems.map(({ id, range }) => `${id} ${JSON.stringify(text.slice(range.start, range.end))}`)
}

describe('values', () => {
  test('are those of the API server', () => {
    const text = 'a: 5.10\nb: y\nc: "5.10"\nd:\ne: 12:30\nf: [0o17, 1_000, ~]\n'
    expect(jsonValue(only(text))).toEqual({ a: 5.1, b: true, c: '5.10', d: null, e: '12:30', f: [15, 1000, null] })
  })

  test('keys become text', () => {
    expect(jsonValue(only('1: a\nyes: b\n5.10: c\n'))).toEqual({ '1': 'a', true: 'b', '5.1': 'c' })
  })

  test('a document of comments has none', () => {
    expect(only('# only words\n').root).toBeUndefined()
    expect(only('---\n').root).toBeUndefined()
    expect(only('').root).toBeUndefined()
  })
})

describe('places', () => {
  test('an absent value stands behind its colon', () => {
    const document = only('a:\n  b:\n  c: 1\n')
    expect(nodeAt(document.root, ['a', 'b'])).toMatchObject({ value: null, range: { start: 7, end: 7 } })
  })

  test('an alias tells where it was used and where it leads', () => {
    const text = 'a: &x {k: v}\nb: *x\n'
    const node = nodeAt(only(text).root, ['b'])
    expect(node).toMatchObject({ type: 'map', range: { start: 6 }, alias: { start: 16, end: 18 } })
  })

  test('a merge key fills in what it brings', () => {
    const document = only('a: &x {k: v}\nb:\n  <<: *x\n  l: w\n')
    expect(jsonValue(document)).toEqual({ a: { k: 'v' }, b: { l: 'w', k: 'v' } })
    expect(nodeAt(document.root, ['b', 'k'])?.range).toEqual({ start: 10, end: 11 })
  })
})

describe('text that go-yaml refuses', () => {
  test.each([
    ['a: 1\na: 1\n', 'kmm/yaml-duplicate-key "a"'],
    ['~: x\n', 'kmm/yaml-key "~"'],
    ['[a]: x\n', 'kmm/yaml-key "[a]"'],
    ['a: *no\n', 'kmm/yaml-alias "*no"'],
    ['a: &x [*x]\n', 'kmm/yaml-alias "*x"'],
    ['a: @x # y\n', 'kmm/yaml-needs-quotes "@x"'],
    ['a: b: c\nd: e\n', 'kmm/yaml-needs-quotes "b: c"'],
    ["a: 'x\nb: 1\n", `kmm/yaml-open-quote "'x"`],
    ['a: [b, c\nd: e\n', 'kmm/yaml-open-bracket "c"'],
    ['a: &b.c x\n', 'kmm/yaml-anchor "&b.c"'],
    ['a: .inf\n', 'kmm/yaml-value ".inf"'],
    ['a: !!int x\n', 'kmm/yaml-value "x"'],
    ['a:\n\tb: 1\n', 'kmm/yaml-tab "\\t"'],
    ['%YAML 1.2\n---\na: 1\n', 'kmm/yaml-version "%YAML 1.2"'],
    ['a: "x\nb: 1\n', 'kmm/yaml-open-quote "\\"x"'],
    ['a: {b: 1}\nc: &x {b: 2}\nd:\n  <<: *x\n  b: 3\n', 'kmm/yaml-duplicate-key "b"'],
  ])('%j', (text, expected) => {
    expect(told(text)).toEqual([expected])
  })
})

describe('unfinished text', () => {
  test('a key without colon leaves the keys below it alone', () => {
    const text = 'spec:\n  modu\n  selector: {a: b}\n  x: 1\n'
    expect(jsonValue(only(text))).toEqual({ spec: { modu: null, selector: { a: 'b' }, x: 1 } })
    expect(told(text)).toEqual(['kmm/yaml-missing-colon "modu"'])
    expect(nodeAt(only(text).root, ['spec', 'selector'])?.range).toEqual({ start: 25, end: 31 })
  })

  test('a key without colon on the last line is a key', () => {
    expect(jsonValue(only('a: 1\nmodu'))).toEqual({ a: 1, modu: null })
  })

  test('an open quote ends with its line', () => {
    const text = 'a: "x\nb: "y"\nc: 1\n'
    expect(jsonValue(only(text))).toEqual({ a: 'x', b: 'y', c: 1 })
  })

  test('a list item that has just begun', () => {
    expect(jsonValue(only('a:\n  - \n  - b: 1\n'))).toEqual({ a: [null, { b: 1 }] })
  })
})

describe('several documents', () => {
  const text = '# top\n---\na: 1\n---\nb: |\n  ---\n...\n# tail\n'

  test('are split at markers and cover the file', () => {
    expect(parseYaml(text).documents.map((document) => document.text)).toEqual([
      '# top\n---\na: 1\n',
      '---\nb: |\n  ---\n...\n# tail\n',
    ])
  })

  test('that did not change keep their answers', () => {
    const before = parseYaml(text)
    const after = parseYaml(text.replace('a: 1', 'a: 10'), before)
    expect(after.documents[1]?.root).toBe(before.documents[1]?.root)
    expect(after.documents[1]?.start).toBe((before.documents[1]?.start ?? 0) + 1)
    const same = parseYaml(`${text}x`, before)
    expect(same.documents[0]).toBe(before.documents[0])
  })
})

describe('templates', () => {
  test('are quiet inside and leave what is around them', () => {
    const text =
      '{{- if .Values.on }}\nkind: Module\nname: {{ .Values.name }}\nspec:\n  {{- toYaml . | nindent 2 }}\n{{- end }}\n'
    const document = only(text)
    expect(document.templated).toBe(true)
    expect(document.problems).toEqual([])
    expect(nodeAt(document.root, ['kind'])).toMatchObject({ value: 'Module' })
    expect(nodeAt(document.root, ['name'])).toMatchObject({ templated: true, text: '{{ .Values.name }}' })
    expect(nodeAt(document.root, ['spec'])).toMatchObject({ templated: true })
  })

  test('in quotes and comments do not make a template', () => {
    const document = only('a: "{{ x }}" # {{ y }}\nb: |\n  {{ z }}\n')
    expect(document.templated).toBe(false)
    expect(nodeAt(document.root, ['a'])).toMatchObject({ templated: true })
  })
})

describe('laws', () => {
  const fragments = [
    'a',
    ': ',
    '\n',
    '  ',
    '- ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '<<: ',
    '|\n',
    '# ',
    '---\n',
    '{{',
    '}}',
  ]
  const yamlish = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })), { maxLength: 60 })

  test('any text: no exception, documents cover it, ranges lie inside', () => {
    fc.assert(
      fc.property(yamlish, (parts) => {
        const text = parts.join('')
        const { documents } = parseYaml(text)
        expect(documents.map((document) => document.text).join('')).toBe(text)
        for (const { root, text: own, problems } of documents) {
          const ranges = [...problems.map((problem) => problem.range), ...(root === undefined ? [] : rangesOf(root))]
          for (const { start, end } of ranges) {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeGreaterThanOrEqual(start)
            expect(end).toBeLessThanOrEqual(own.length)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a file that was parsed before is read the same', () => {
    fc.assert(
      fc.property(yamlish, yamlish, (before, after) => {
        const text = after.join('')
        expect(parseYaml(text, parseYaml(before.join('')))).toEqual(parseYaml(text))
      }),
    )
  })

  test('aliases of aliases stay small, and are refused as go-yaml refuses them', () => {
    const levels = Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`)
    const document = only(`a0: &a0 x\n${levels.join('\n')}\n`)
    expect(document.problems[0]?.id).toBe('kmm/yaml-alias')
  })

  test('deep nesting is no exception', () => {
    expect(only('['.repeat(20_000)).problems).not.toEqual([])
    expect(only('a: '.repeat(5_000)).problems).not.toEqual([])
    expect(only(Array.from({ length: 1_000 }, (_, at) => `${' '.repeat(at)}a:\n`).join('')).problems).not.toEqual([])
  })
})

function rangesOf(node: YamlNode): { start: number; end: number }[] {
  const own = node.alias === undefined ? [node.range] : [node.range, node.alias]
  if (node.alias !== undefined || node.type === 'scalar') return own
  if (node.type === 'list') return [...own, ...node.items.flatMap(rangesOf)]
  return [...own, ...node.pairs.flatMap((pair) => [pair.range, pair.key.range, ...rangesOf(pair.value)])]
}
