import { isJsonObject } from '../json.ts'

/**
 * Which fields a manager owns: paths of leaves. A leaf is a scalar, a list (all lists of KMM's kinds are atomic for
 * server-side apply), an empty map, or one of the maps that the schema calls atomic.
 */
export type FieldSet = ReadonlySet<string>

/** References by name alone, which KMM's schema marks `x-kubernetes-map-type: atomic`. */
const atomicMaps = new Set([
  'imageRepoSecret',
  'dockerfileConfigMap',
  'keySecret',
  'certSecret',
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'labelSelector',
])

const ownMeta = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences'])

/** The fields that an object sets, less those that name it and those that only the server sets. */
export function fieldsOf(object: unknown): FieldSet {
  const fields = new Set<string>()
  if (!isJsonObject(object)) return fields
  for (const [key, value] of Object.entries(object)) {
    if (key === 'apiVersion' || key === 'kind') continue
    if (key !== 'metadata') collect(value, [key], fields)
    else if (isJsonObject(value)) {
      for (const [name, item] of Object.entries(value)) if (ownMeta.has(name)) collect(item, [key, name], fields)
    }
  }
  return fields
}

function collect(value: unknown, path: readonly string[], into: Set<string>): void {
  const isLeaf = !isJsonObject(value) || Object.keys(value).length === 0 || atomicMaps.has(path.at(-1) ?? '')
  if (isLeaf) into.add(pathKey(path))
  else for (const [key, item] of Object.entries(value)) collect(item, [...path, key], into)
}

export function pathKey(path: readonly string[]): string {
  return path.join('\u0000')
}

export function pathOf(key: string): readonly string[] {
  return key.split('\u0000')
}

/** A path as structured-merge-diff writes it: `.spec.selector.node-role.kubernetes.io/worker`. */
export function pathText(key: string): string {
  return pathOf(key)
    .map((step) => `.${step}`)
    .join('')
}

/** `fieldsV1` of `managedFields`: nested maps with keys `f:name`. */
export function printFieldSet(fields: FieldSet): object {
  const root: Nested = {}
  for (const key of [...fields].sort()) {
    let at = root
    for (const step of pathOf(key)) {
      const next: Nested = at[`f:${step}`] ?? {}
      at[`f:${step}`] = next
      at = next
    }
  }
  return root
}

interface Nested {
  [key: string]: Nested
}

/** Reads `fieldsV1` back; what is not one of our own leaves is left out. */
export function parseFieldSet(fields: unknown): FieldSet {
  const set = new Set<string>()
  const walk = (value: unknown, path: readonly string[]) => {
    const below = isJsonObject(value) ? Object.entries(value).filter(([key]) => key.startsWith('f:')) : []
    if (below.length === 0 && path.length > 0) set.add(pathKey(path))
    for (const [key, item] of below) walk(item, [...path, key.slice(2)])
  }
  walk(fields, [])
  return set
}
