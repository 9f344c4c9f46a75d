import type { KubeObject } from '../cluster/cluster.ts'

export interface JsonObject {
  readonly [key: string]: unknown
}

/** Whether a value is a JSON object: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value has what every object of the API has: apiVersion, kind and a metadata map. */
export function isKubeObject(value: unknown): value is KubeObject {
  if (!isJsonObject(value)) return false
  return typeof value.apiVersion === 'string' && typeof value.kind === 'string' && isJsonObject(value.metadata)
}

/** The value below a path of keys and list positions; `undefined` when a step is missing. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined
    else at = isJsonObject(at) ? at[step] : undefined
  }
  return at
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

/** The map below a path; an absent one is empty. */
export function mapAt(value: unknown, ...path: readonly (string | number)[]): JsonObject {
  const found = valueAt(value, ...path)
  return isJsonObject(found) ? found : {}
}

/** The list below a path; an absent one is empty. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The strings of a map, such as labels. */
export function textsAt(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const [key, text] of Object.entries(mapAt(value, ...path))) if (typeof text === 'string') texts[key] = text
  return texts
}

/** Equality of two JSON values; the order of keys does not count, that of list items does. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => jsonEqual(item, b[at]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && jsonEqual(a[key], b[key]))
}

/** JSON merge patch (RFC 7396): null removes, maps merge, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch
  const merged: Record<string, unknown> = { ...(isJsonObject(target) ? target : {}) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

/** A copy without the keys whose value is `undefined`, all the way down: what `JSON.stringify` would keep. */
export function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, compact(item)]])),
  )
}
