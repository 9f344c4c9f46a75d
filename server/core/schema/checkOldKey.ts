import type { Fix } from '../features/problem.ts'
import { lineStart } from '../yaml/lineStart.ts'
import { insertPairEdit, quoted, removePairEdit, type YamlEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { childOf, pairOf } from '../yaml/yamlPath.ts'
import { oldKeyAt } from './oldKeys.ts'
import { type Place, pathOf, type ShapeCheck } from './shapePlace.ts'

/** Reports a key that KMM had before 1.0, with the way from there to today's. Answers whether it was one. */
export function checkOldKey(place: Place, map: YamlMap, pair: YamlPair, check: ShapeCheck): boolean {
  const key = pair.key.text
  const old = oldKeyAt(place.schema, key)
  if (old === undefined) return false
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
      ...(key === 'push' ? moveFix(place, pair, check, removal) : []),
      ...(removal === undefined ? [] : [{ title: `Remove ${key}`, edits: [removal], preferred: true }]),
    ].map((fix, at) => ({ ...fix, ...(at > 0 && { preferred: false }) })),
  })
  return true
}

function renameFix(map: YamlMap, pair: YamlPair, renamed: string | undefined): readonly Fix[] {
  if (renamed === undefined || pair.merged === true || pairOf(map, renamed) !== undefined) return []
  return [{ title: `Rename to ${renamed}`, edits: [{ range: pair.key.range, newText: renamed }], preferred: true }]
}

/** Makes of `push` the `registryTLS` beside the build, where there is none yet. */
function moveFix(place: Place, pair: YamlPair, { document }: ShapeCheck, removal?: YamlEdit): readonly Fix[] {
  const outer = place.owner?.map
  const { value } = pair
  if (outer === undefined || removal === undefined || value.type !== 'map' || value.alias !== undefined) return []
  if (pairOf(outer, 'registryTLS') !== undefined || pairOf(outer, 'pull') !== undefined) return []
  const settings = value.pairs.flatMap(({ key, value: on }) =>
    on.type === 'scalar' && typeof on.value === 'boolean' ? [[key.text, String(on.value)] as const] : [],
  )
  if (settings.length === 0 || settings.length < value.pairs.length) return []
  const edit = insertPairEdit(document, outer, 'registryTLS', Object.fromEntries(settings))
  if (edit === undefined) return []
  const { range } = removal
  const isApart = edit.range.start < range.start || range.end <= edit.range.start
  // What stands last leaves its lines to what comes in its place.
  const edits = isApart ? [removal, edit] : [{ range, newText: `${edit.newText.slice(1)}\n` }]
  return [{ title: 'Move it to registryTLS', edits, preferred: true }]
}

/** Puts the Dockerfile into a ConfigMap behind the document, and its name in its place. */
function configMapFix(map: YamlMap, pair: YamlPair, { document }: ShapeCheck): readonly Fix[] {
  const { value } = pair
  const taken = pair.merged === true || value.alias !== undefined
  if (taken || value.type !== 'scalar' || typeof value.value !== 'string' || document.templated) return []
  if (pairOf(map, 'dockerfileConfigMap') !== undefined) return []
  const { text } = document
  const metadata = childOf(document.root, 'metadata')
  const name = `${plainText(childOf(metadata, 'name')) ?? 'module'}-dockerfile`
  const namespace = plainText(childOf(metadata, 'namespace'))
  const end =
    pair.range.start + text.slice(pair.range.start, Math.max(pair.range.end, value.range.end)).trimEnd().length
  const indent = ' '.repeat(pair.key.range.start - lineStart(text, pair.key.range.start))
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
  const reference = map.flow ? `dockerfileConfigMap: {name: ${name}}` : `dockerfileConfigMap:\n${indent}  name: ${name}`
  const edits = [
    { range: { start: pair.key.range.start, end }, newText: reference },
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
