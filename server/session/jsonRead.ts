import { isRecord, type JsonRecord } from '../cluster/json.ts'

/** The value when it is a plain object: what is not of the wanted type is absent, never cast. */
export function recordOf(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined
}

/** The value below a path of keys, as far as objects lead there. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((node, key) => recordOf(node)?.[key], value)
}

/** A string below a path, else `undefined`. */
export function stringAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys)
  return typeof found === 'string' ? found : undefined
}

/** A number below a path, else `undefined`. */
export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = at(value, ...keys)
  return typeof found === 'number' ? found : undefined
}

/** The items of a list below a path, else none. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? found : []
}

/** The strings of a map below a path; values of another type are left out. */
export function stringsAt(value: unknown, ...keys: readonly string[]): Readonly<Record<string, string>> {
  const entries = Object.entries(recordOf(at(value, ...keys)) ?? {})
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Equality of JSON values; absent, null, empty lists and empty texts count as the same, as Go's `omitempty` leaves them out. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  const left = recordOf(a)
  const right = recordOf(b)
  if (left === undefined || right === undefined) return a === b
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => sameJson(left[key], right[key]))
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  const record = recordOf(value)
  return record !== undefined && Object.values(record).every(isEmpty)
}
