import type { KubeObject } from '../../cluster/cluster.ts'
import { isJsonObject, jsonEqual, listAt, textAt, valueAt } from '../json.ts'
import { type FieldSet, fieldsOf, parseFieldSet, pathOf, printFieldSet } from './fieldSet.ts'

/** One entry of `metadata.managedFields`. A manager that applies and the same one that updates are two. */
export interface FieldOwner {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly subresource: string
  readonly apiVersion: string
  readonly time: string
  readonly fields: FieldSet
}

export function parseOwners(object: KubeObject | undefined): readonly FieldOwner[] {
  return listAt(object, 'metadata', 'managedFields').map((entry) => ({
    manager: textAt(entry, 'manager') ?? '',
    operation: textAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
    subresource: textAt(entry, 'subresource') ?? '',
    apiVersion: textAt(entry, 'apiVersion') ?? '',
    time: textAt(entry, 'time') ?? '',
    fields: parseFieldSet(valueAt(entry, 'fieldsV1')),
  }))
}

export function printOwners(owners: readonly FieldOwner[]): readonly object[] {
  return owners
    .filter((owner) => owner.fields.size > 0)
    .map(({ manager, operation, subresource, apiVersion, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: printFieldSet(fields),
      ...(subresource === '' ? {} : { subresource }),
    }))
}

export function sameOwner(a: OwnerKey, b: OwnerKey): boolean {
  return a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource
}

type OwnerKey = Pick<FieldOwner, 'manager' | 'operation' | 'subresource'>

/** The owners after a plain write: what it changed is its own now, and nobody else's. */
export function ownersAfterUpdate(
  before: KubeObject | undefined,
  after: KubeObject,
  by: OwnerKey & { readonly time: string },
): readonly FieldOwner[] {
  const now = fieldsOf(after)
  const changed = new Set([...now].filter((key) => !jsonEqual(leafOf(before, key), leafOf(after, key))))
  const others = parseOwners(before).map((owner) => ({
    ...owner,
    fields: new Set([...owner.fields].filter((key) => now.has(key) && (!changed.has(key) || sameOwner(owner, by)))),
  }))
  if (changed.size === 0) return others
  const mine = others.find((owner) => sameOwner(owner, by))
  const fields = new Set([...(mine?.fields ?? []), ...changed])
  const owner: FieldOwner = { ...by, apiVersion: after.apiVersion, fields }
  return [...others.filter((other) => other !== mine), owner]
}

/** The value at a leaf. */
export function leafOf(object: unknown, key: string): unknown {
  return valueAt(object, ...pathOf(key))
}

/** A copy without a leaf, and without the maps that this leaves empty. */
export function withoutField(object: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path
  if (step === undefined || !isJsonObject(object) || !(step in object)) return object
  const { [step]: child, ...others } = object
  if (rest.length === 0) return others
  const left = withoutField(child, rest)
  return isJsonObject(left) && Object.keys(left).length === 0 ? others : { ...others, [step]: left }
}
