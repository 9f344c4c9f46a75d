import type { Fix } from '../features/problem.ts'
import { quoted, removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { childOf, pairOf } from '../yaml/yamlPath.ts'
import { propertyOf } from './schemaAt.ts'
import { type Place, pathOf, type ShapeCheck } from './shapePlace.ts'

interface OldKey {
  /** a key that the object has today tells that it is this one */
  readonly beside: string
  readonly message: string
  /** its name today, where the value stayed the same */
  readonly renamed?: string
}

/** Keys of KMM before 1.0, which files in the wild still have. */
const oldKeys: Readonly<Record<string, OldKey>> = {
  driverContainer: {
    beside: 'moduleLoader',
    message: 'Before KMM 1.0 `moduleLoader` was called `driverContainer`: rename it',
    renamed: 'moduleLoader',
  },
  dockerfile: {
    beside: 'dockerfileConfigMap',
    message: 'Since KMM 1.0 a Dockerfile stands in a ConfigMap, under the key `dockerfile`: move it there',
  },
  pull: {
    beside: 'baseImageRegistryTLS',
    message: 'Before KMM 1.0 `baseImageRegistryTLS` was called `pull`: rename it',
    renamed: 'baseImageRegistryTLS',
  },
  push: {
    beside: 'baseImageRegistryTLS',
    message: 'Since KMM 1.0 `registryTLS` beside `containerImage` says how an image is pushed: move it there',
  },
}

/** Reports a key that KMM had before 1.0, with the way from there to today's. Answers whether it was one. */
export function checkOldKey(place: Place, map: YamlMap, pair: YamlPair, check: ShapeCheck): boolean {
  const key = pair.key.text
  const old = Object.hasOwn(oldKeys, key) ? oldKeys[key] : undefined
  if (old === undefined || propertyOf(place.schema, old.beside) === undefined) return false
  const removal = removePairEdit(check.document, map, pair)
  check.report({
    id: 'kmm/old-key',
    severity: 'error',
    message: old.message,
    range: pair.key.range,
    path: [...pathOf(place.path), key],
    refusal: { stage: 'typedPatch' },
    fixes: [
      ...renameFix(map, pair, old.renamed),
      ...(key === 'dockerfile' ? configMapFix(map, pair, check) : []),
      ...(removal === undefined ? [] : [{ title: `Remove ${key}`, edits: [removal] }]),
    ],
  })
  return true
}

function renameFix(map: YamlMap, pair: YamlPair, renamed: string | undefined): readonly Fix[] {
  if (renamed === undefined || pair.merged === true || pairOf(map, renamed) !== undefined) return []
  return [{ title: `Rename to ${renamed}`, edits: [{ range: pair.key.range, newText: renamed }], preferred: true }]
}

/** Puts the Dockerfile into a ConfigMap behind the document, and its name in its place. */
function configMapFix(map: YamlMap, pair: YamlPair, { document }: ShapeCheck): readonly Fix[] {
  const { value } = pair
  const taken = map.flow || pair.merged === true || value.alias !== undefined
  if (taken || value.type !== 'scalar' || typeof value.value !== 'string' || document.templated) return []
  if (pairOf(map, 'dockerfileConfigMap') !== undefined) return []
  const { text } = document
  const metadata = childOf(document.root, 'metadata')
  const name = `${plainText(childOf(metadata, 'name')) ?? 'module'}-dockerfile`
  const namespace = plainText(childOf(metadata, 'namespace'))
  const end =
    pair.range.start + text.slice(pair.range.start, Math.max(pair.range.end, value.range.end)).trimEnd().length
  const indent = ' '.repeat(pair.key.range.start - (text.lastIndexOf('\n', pair.key.range.start - 1) + 1))
  const lines = [
    ...(text.endsWith('\n') ? [] : ['']),
    '---',
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    'data:',
    ...dockerfileLines(value.value),
    '',
  ]
  const edits = [
    {
      range: { start: pair.key.range.start, end },
      newText: `dockerfileConfigMap:\n${indent}  name: ${name}`,
    },
    { range: { start: text.length, end: text.length }, newText: lines.join('\n') },
  ]
  return [{ title: `Move the Dockerfile into ConfigMap ${name}`, edits, preferred: true }]
}

function dockerfileLines(content: string): readonly string[] {
  // What a block cannot hold as it is goes in quotes.
  if (!/^[!-~][\t\n -~]*$/.test(content)) return [`  dockerfile: ${quoted(content)}`]
  const body = content.replace(/\n+$/, '').split('\n')
  return [
    `  dockerfile: ${content.endsWith('\n') ? '|' : '|-'}`,
    ...body.map((line) => (line === '' ? '' : `    ${line}`)),
  ]
}

function plainText(node: ReturnType<typeof childOf>): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' && /^[a-z0-9][a-z0-9.-]*$/.test(node.value)
    ? node.value
    : undefined
}
