import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import type { FieldSchema } from '../../core/schema/fieldSchema.ts'
import { schemaOf } from '../../core/schema/moduleSchema.ts'
import { isJsonObject, isKubeObject } from '../json.ts'
import { apiVersionOf } from './apiResources.ts'

/** The object without the keys that its kind does not have, as a server stores it that was not asked to be strict. */
export function pruneUnknown(resource: Resource, object: KubeObject): KubeObject {
  const schema = schemaOf(resource.kind, apiVersionOf(resource))
  if (schema === undefined) return object
  const pruned = prune(object, schema)
  const kept: unknown = { ...(isJsonObject(pruned) ? pruned : {}), metadata: object.metadata }
  return isKubeObject(kept) ? kept : object
}

function prune(value: unknown, schema: FieldSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? value : value.map((item) => prune(item, items))
  }
  if (!isJsonObject(value) || schema.open === true || schema.type !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const child = schema.properties?.[key] ?? schema.values
      return child === undefined ? [] : [[key, prune(item, child)]]
    }),
  )
}
