import type { KubeObject } from '../../cluster/cluster.ts'
import { isJsonObject, isKubeObject, jsonEqual } from '../json.ts'
import { ApiError } from './apiError.ts'
import { type FieldSet, fieldsOf, pathKey, pathOf, pathText } from './fieldSet.ts'
import { type FieldOwner, leafOf, parseOwners, sameOwner, withoutField } from './managedFields.ts'

export interface AppliedBy {
  readonly manager: string
  readonly force: boolean
  readonly time: string
}

/**
 * The live object after a server-side apply of a configuration, and who owns its fields then
 * (structured-merge-diff's `Updater.Apply`, with every list atomic). Throws 409 with one cause per field that another
 * manager has set to another value, unless forced.
 */
export function mergeApplied(
  live: KubeObject | undefined,
  config: KubeObject,
  by: AppliedBy,
): { readonly object: KubeObject; readonly owners: readonly FieldOwner[] } {
  const wanted = fieldsOf(config)
  const owners = parseOwners(live)
  const mine = { manager: by.manager, operation: 'Apply', subresource: '' } as const
  const others = owners.filter((owner) => !sameOwner(owner, mine))
  const taken = (owner: FieldOwner) =>
    [...owner.fields].filter((key) => wanted.has(key) && !jsonEqual(leafOf(live, key), leafOf(config, key)))
  if (!by.force) refuseConflicts(others.flatMap((owner) => taken(owner).map((key) => ({ owner, key }))))

  const left = others.map((owner) => ({ ...owner, fields: without(owner.fields, new Set(taken(owner))) }))
  const before = owners.find((owner) => sameOwner(owner, mine))
  const dropped = [...(before?.fields ?? [])].filter(
    (key) => !wanted.has(key) && !left.some((owner) => owner.fields.has(key)),
  )
  const trimmed = dropped.reduce<unknown>((object, key) => withoutField(object, pathOf(key)), live ?? {})
  const object = mergeValue(trimmed, config, wanted, [])
  if (!isKubeObject(object)) throw new ApiError(500, 'InternalError', 'the merged object is no API object')
  const unchanged = before !== undefined && jsonEqual([...before.fields].sort(), [...wanted].sort())
  const time = unchanged && jsonEqual(object, live) ? before.time : by.time
  const owner: FieldOwner = { ...mine, apiVersion: config.apiVersion, time, fields: wanted }
  return { object, owners: [owner, ...left] }
}

function mergeValue(live: unknown, config: unknown, leaves: FieldSet, path: readonly string[]): unknown {
  if (!isJsonObject(config) || !isJsonObject(live)) return config
  // An empty map asks for the map to be there and says nothing of what others keep in it.
  if (leaves.has(pathKey(path))) return Object.keys(config).length === 0 ? live : config
  const merged: Record<string, unknown> = { ...live }
  for (const [key, value] of Object.entries(config)) merged[key] = mergeValue(live[key], value, leaves, [...path, key])
  return merged
}

function without(fields: FieldSet, gone: FieldSet): FieldSet {
  return new Set([...fields].filter((key) => !gone.has(key)))
}

function refuseConflicts(conflicts: readonly { readonly owner: FieldOwner; readonly key: string }[]): void {
  if (conflicts.length === 0) return
  const causes = conflicts.map(({ owner, key }) => ({
    reason: 'FieldManagerConflict',
    message: describeOwner(owner),
    field: pathText(key),
  }))
  const texts = causes.map((cause) => `${cause.message}: ${cause.field}`)
  const count = `${causes.length} conflict${causes.length === 1 ? '' : 's'}`
  throw new ApiError(409, 'Conflict', `Apply failed with ${count}: ${texts.join('; ')}`, { causes })
}

function describeOwner(owner: FieldOwner): string {
  const part = owner.subresource === '' ? '' : ` with subresource "${owner.subresource}"`
  const using = owner.operation === 'Update' ? ` using ${owner.apiVersion} at ${owner.time}` : ''
  return `conflict with ${JSON.stringify(owner.manager)}${part}${using}`
}
