import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import type { FieldSchema } from '../../core/schema/fieldSchema.ts'
import { schemaOf } from '../../core/schema/moduleSchema.ts'
import { isJsonObject, isKubeObject } from '../json.ts'
import { apiVersionOf } from './apiResources.ts'

/** The object with its schema's defaults filled in where a key is absent (`structural/defaulting.Default`). */
export function withDefaults(resource: Resource, object: KubeObject): KubeObject {
  const schema = schemaOf(resource.kind, apiVersionOf(resource))
  const filled = schema === undefined ? object : fill(object, schema)
  return isKubeObject(filled) ? filled : object
}

function fill(value: unknown, schema: FieldSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? value : value.map((item) => fill(item, items))
  }
  if (!isJsonObject(value)) return value
  const filled: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const child = schema.properties?.[key] ?? schema.values
    filled[key] = child === undefined ? item : fill(item, child)
  }
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    if (!(key in filled) && child.default !== undefined) filled[key] = child.default
  }
  return filled
}
