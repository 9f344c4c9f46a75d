import { describe, expect, test } from 'vitest'
import { operatorKinds } from '../../../server/core/features/checkKind.ts'
import type { FieldSchema } from '../../../server/core/schema/fieldSchema.ts'
import { wordPatterns, wordsAt } from '../../../server/core/schema/fieldWords.ts'
import { kubernetesReference } from '../../../server/core/schema/kubernetesReference.ts'
import { type KindFact, kmmKinds, schemaOf } from '../../../server/core/schema/moduleSchema.ts'
import { schemaAt } from '../../../server/core/schema/schemaAt.ts'
import { kmmReleases } from '../../../server/core/schema/schemaColumn.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import type { Path, YamlNode } from '../../../server/core/yaml/yamlNode.ts'
import { nodeAt } from '../../../server/core/yaml/yamlPath.ts'

const written = kmmKinds.filter(({ kind }) => !operatorKinds.has(kind))

/** Every release and edition of a kind that serves it. */
const schemas = (fact: KindFact): readonly FieldSchema[] =>
  kmmReleases.flatMap((version) =>
    (['upstream', 'openshift'] as const).flatMap((edition) => {
      const schema = schemaOf(fact.kind, fact.apiVersion, { version, edition })
      return schema === undefined ? [] : [schema]
    }),
  )

/** What of Kubernetes' own a driver author hardly meets: its reference explains it. */
const leftToKubernetes =
  /^metadata\.(ownerReferences\[]|managedFields\[])|\.volumes\[]\.(csi|downwardAPI|ephemeral|projected)\.|\.volumes\[]\.(awsElasticBlockStore|azureDisk|azureFile|cephfs|cinder|fc|flexVolume|flocker|gcePersistentDisk|gitRepo|glusterfs|iscsi|photonPersistentDisk|portworxVolume|quobyte|rbd|scaleIO|storageos|vsphereVolume)\b/

describe.each(written)('$kind $apiVersion', (fact) => {
  const { kind } = fact
  const roots = schemas(fact)
  const paths = new Map(roots.flatMap((root) => pathsIn(root, []).map((path) => [patternOf(path), path])))

  test('every field of every release has words or is left to the reference of Kubernetes', () => {
    expect(paths.size).toBeGreaterThan(15)
    const bare = [...paths].filter(([, path]) => wordsAt(kind, path) === undefined)
    expect(bare.filter(([pattern]) => !leftToKubernetes.test(pattern)).map(([pattern]) => pattern)).toEqual([])
    expect(bare.filter(([, path]) => kubernetesReference(path) === undefined)).toEqual([])
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
      if (example === undefined) continue
      const [document] = parseYaml(example).documents
      expect(document?.problems, pattern).toEqual([])
      expect(nodeAt(document?.root, path.slice(-1)), pattern).toBeDefined()
      const used = document?.root ? pathsOf(document.root, path.slice(0, -1)) : []
      const lost = used.filter((one) => !roots.some((root) => schemaAt(root, one)))
      expect(lost.map(String), pattern).toEqual([])
    }
  })
})

test.each(kmmKinds.map(({ kind }) => [kind] as const))('%s itself has words', (kind) => {
  const words = wordsAt(kind, [])
  expect(words?.title).toMatch(/^[A-Z].{0,60}[^.]$/)
  expect(words?.text).toMatch(/^[A-Z].*\.$/)
})

test('every word has a field in some version of its kind', () => {
  for (const kind of new Set(written.map((one) => one.kind))) {
    const roots = written.filter((one) => one.kind === kind).flatMap(schemas)
    const lost = wordPatterns(kind).filter((pattern) => !roots.some((root) => schemaAt(root, pathOf(pattern))))
    expect(lost, kind).toEqual([])
  }
})

test('a field below moduleSpec has the words of the same field of a Module', () => {
  const rest = ['moduleLoader', 'container', 'modprobe', 'moduleName']
  expect(wordsAt('ManagedClusterModule', ['spec', 'moduleSpec', ...rest])).toBe(wordsAt('Module', ['spec', ...rest]))
})

test('selector of a hub is about clusters', () => {
  expect(wordsAt('ManagedClusterModule', ['spec', 'selector', 'a'])?.title).toContain('ManagedCluster')
  expect(wordsAt('Module', ['spec', 'selector', 'a'])?.title).toContain('node')
})

test('what the operator writes has words for what every object has, and no others', () => {
  expect(wordsAt('NodeModulesConfig', ['metadata', 'name'])?.title).toBe('Name of the object')
  expect(wordsAt('NodeModulesConfig', ['spec'])).toBeUndefined()
  expect(wordsAt('Module', ['spec', 'constructor'])).toBeUndefined()
  expect(wordsAt('constructor', ['spec'])).toBeUndefined()
})

function pathsIn(schema: FieldSchema, path: Path): readonly Path[] {
  const here = path.length === 0 ? [] : [path]
  const children = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => pathsIn(child, [...path, key]))
  const items = schema.items ? pathsIn(schema.items, [...path, 0]) : []
  const values = schema.values ? pathsIn(schema.values, [...path, 'any/label']) : []
  return [...here, ...children, ...items, ...values]
}

function patternOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? '[]' : `.${step}`))
    .join('')
    .slice(1)
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
