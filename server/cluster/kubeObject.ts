import type { KubeObject, ObjectList, ObjectMeta, OwnerReference, Resource } from './cluster.ts'
import { isRecord, listOf, recordOf, textOf } from './json.ts'

/** `v1` or `group/version`, as documents and objects write it. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
}

/** True when the value has what every object of the API has, in the right types. */
export function isKubeObject(value: unknown): value is KubeObject {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isObjectMeta(value.metadata)
  )
}

/**
 * An object out of an answer, or undefined when it is none. Items of a list of built-in kinds carry neither apiVersion
 * nor kind: they are filled in from the resource that was asked for.
 */
export function parseKubeObject(value: unknown, resource: Resource): KubeObject | undefined {
  if (isKubeObject(value)) return value
  if (!isRecord(value)) return undefined
  const filled = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...value }
  return isKubeObject(filled) ? filled : undefined
}

/** One page of a list. `continueToken` is empty on the last page. Undefined when the answer is no list. */
export function parseListPage(
  value: unknown,
  resource: Resource,
): (ObjectList<KubeObject> & { readonly continueToken: string }) | undefined {
  if (!isRecord(value) || !('items' in value)) return undefined
  const metadata = recordOf(value.metadata)
  const items: KubeObject[] = []
  for (const item of listOf(value.items)) {
    const object = parseKubeObject(item, resource)
    if (object === undefined) return undefined
    items.push(object)
  }
  return {
    items,
    resourceVersion: textOf(metadata.resourceVersion) ?? '',
    continueToken: textOf(metadata.continue) ?? '',
  }
}

const metaTexts = ['namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'generateName']

function isObjectMeta(value: unknown): value is ObjectMeta {
  if (!isRecord(value) || typeof value.name !== 'string') return false
  return (
    metaTexts.every((key) => isAbsentOr(value[key], isText)) &&
    isAbsentOr(value.generation, (it) => typeof it === 'number') &&
    isAbsentOr(value.labels, isTextMap) &&
    isAbsentOr(value.annotations, isTextMap) &&
    isAbsentOr(value.finalizers, (it) => Array.isArray(it) && it.every(isText)) &&
    isAbsentOr(value.ownerReferences, (it) => Array.isArray(it) && it.every(isOwnerReference)) &&
    isAbsentOr(value.managedFields, Array.isArray)
  )
}

function isOwnerReference(value: unknown): value is OwnerReference {
  return isRecord(value) && ['apiVersion', 'kind', 'name', 'uid'].every((key) => isText(value[key]))
}

function isAbsentOr(value: unknown, test: (value: unknown) => boolean): boolean {
  return value === undefined || test(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTextMap(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isText)
}
