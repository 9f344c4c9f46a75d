import { keyName } from './keyName.ts'
import type { ScalarValue, YamlDocument, YamlNode, YamlScalar } from './yamlNode.ts'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * The JSON that the API server makes of a document (`sigs.k8s.io/yaml` YAMLToJSON): keys become text, a document
 * without content is null. Nested aliases are shared, not copied.
 */
export function jsonValue(document: YamlDocument): JsonValue {
  return document.root === undefined ? null : jsonOf(document.root, new Map())
}

function jsonOf(node: YamlNode, known: Map<object, JsonValue>): JsonValue {
  if (node.type === 'scalar') return encodable(node.value)
  const content = node.type === 'map' ? node.pairs : node.items
  const old = known.get(content)
  if (old !== undefined) return old
  const value = node.type === 'map' ? objectOf(node.pairs, known) : node.items.map((item) => jsonOf(item, known))
  known.set(content, value)
  return value
}

function objectOf(pairs: readonly { key: YamlScalar; value: YamlNode }[], known: Map<object, JsonValue>): JsonValue {
  return Object.fromEntries(pairs.map(({ key, value }) => [keyName(key) ?? key.text, jsonOf(value, known)]))
}

function encodable(value: ScalarValue): ScalarValue {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}
