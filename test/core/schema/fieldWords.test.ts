import { describe, expect, test } from 'vitest'
import type { FieldSchema } from '../../../server/core/schema/fieldSchema.ts'
import { wordPatterns, wordsAt } from '../../../server/core/schema/fieldWords.ts'
import { schemaOf } from '../../../server/core/schema/moduleSchema.ts'
import { schemaAt } from '../../../server/core/schema/schemaAt.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import type { Path, YamlNode } from '../../../server/core/yaml/yamlNode.ts'
import { nodeAt } from '../../../server/core/yaml/yamlPath.ts'

const kinds = [
  { kind: 'Module', apiVersion: 'kmm.sigs.x-k8s.io/v1beta1' },
  { kind: 'ManagedClusterModule', apiVersion: 'hub.kmm.sigs.x-k8s.io/v1beta1' },
] as const

/** Fields whose inside is Kubernetes' own: words for it are a courtesy. */
const coreTypes: ReadonlySet<string> = new Set([
  'metadata',
  'tolerations',
  'env',
  'volumeMounts',
  'resources',
  'volumes',
])

describe.each(kinds)('$kind', ({ kind, apiVersion }) => {
  const root = schemaOf(kind, apiVersion)

  test("every field that is KMM's own has words", () => {
    const paths = root ? ownPaths(root, []) : []
    expect(paths.length).toBeGreaterThan(100)
    expect(paths.filter((path) => wordsAt(kind, path) === undefined).map(String)).toEqual([])
  })

  test('every word has a field', () => {
    const lost = wordPatterns(kind).filter((pattern) => root === undefined || !schemaAt(root, pathOf(pattern)))
    expect(lost).toEqual([])
  })

  test('words are sentences, and titles are none', () => {
    for (const pattern of wordPatterns(kind)) {
      const words = wordsAt(kind, pathOf(pattern))
      expect(words?.title, pattern).toMatch(/^[A-Z].{0,60}[^.]$/)
      for (const sentence of [words?.text, ...(words?.wrong ?? [])]) expect(sentence, pattern).toMatch(/\.$/)
      expect(words?.absent ?? 'x', pattern).not.toMatch(/\.$/)
    }
  })

  test('an example shows the field it is of, in fields that exist', () => {
    for (const pattern of wordPatterns(kind)) {
      const path = pathOf(pattern)
      const example = wordsAt(kind, path)?.example
      if (example === undefined || root === undefined) continue
      const [document] = parseYaml(example).documents
      expect(document?.problems, pattern).toEqual([])
      expect(nodeAt(document?.root, path.slice(-1)), pattern).toBeDefined()
      const used = document?.root ? pathsOf(document.root, path.slice(0, -1)) : []
      expect(used.filter((one) => schemaAt(root, one) === undefined).map(String), pattern).toEqual([])
    }
  })
})

test('a field below moduleSpec has the words of the same field of a Module', () => {
  const rest = ['moduleLoader', 'container', 'modprobe', 'moduleName']
  expect(wordsAt('ManagedClusterModule', ['spec', 'moduleSpec', ...rest])).toBe(wordsAt('Module', ['spec', ...rest]))
})

test('selector of a hub is about clusters', () => {
  expect(wordsAt('ManagedClusterModule', ['spec', 'selector', 'a'])?.title).toContain('ManagedCluster')
  expect(wordsAt('Module', ['spec', 'selector', 'a'])?.title).toContain('node')
})

test('kinds without words have none', () => {
  expect(wordsAt('NodeModulesConfig', ['spec'])).toBeUndefined()
  expect(wordsAt('Module', ['spec', 'constructor'])).toBeUndefined()
})

function ownPaths(schema: FieldSchema, path: Path): readonly Path[] {
  const here = path.length === 0 || typeof path.at(-1) === 'number' ? [] : [path]
  if (coreTypes.has(String(path.at(-1)))) return here
  const children = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => ownPaths(child, [...path, key]))
  const items = schema.items ? ownPaths(schema.items, [...path, 0]) : []
  const values = schema.values ? ownPaths(schema.values, [...path, 'any/label']) : []
  return [...here, ...children, ...items, ...values]
}

function pathsOf(node: YamlNode, path: Path): readonly Path[] {
  if (node.type === 'scalar') return [path]
  if (node.type === 'list') return node.items.flatMap((item, at) => pathsOf(item, [...path, at]))
  return node.pairs.flatMap((pair) => pathsOf(pair.value, [...path, pair.key.text]))
}

function pathOf(pattern: string): Path {
  const steps = pattern.split(/\.|(?=\[\])/).filter((step) => step !== '')
  return steps.map((step) => (step === '[]' ? 0 : step === '*' ? 'any/label' : step))
}
