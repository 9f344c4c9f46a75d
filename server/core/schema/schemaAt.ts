import type { Path, PathStep } from '../yaml/yamlNode.ts'
import type { FieldSchema } from './fieldSchema.ts'

/** Where a path of a document leads in its schema. */
export interface SchemaPlace {
  readonly schema: FieldSchema
  /** the object whose property this is, when it is one */
  readonly parent: FieldSchema | undefined
  /** KMM release that brought the field or the youngest object around it; `undefined`: there from the kind's first release */
  readonly since: string | undefined
  readonly required: boolean
}

/** Follows a path through a schema; `undefined` where the schema declares nothing (unknown key, open object, wrong type). */
export function schemaAt(root: FieldSchema, path: Path): SchemaPlace | undefined {
  let place: SchemaPlace = { schema: root, parent: undefined, since: undefined, required: true }
  for (const step of path) {
    const next = stepInto(place, step)
    if (next === undefined) return undefined
    place = next
  }
  return place
}

function stepInto({ schema, since }: SchemaPlace, step: PathStep): SchemaPlace | undefined {
  if (typeof step === 'number') {
    return schema.items && { schema: schema.items, parent: undefined, since, required: false }
  }
  const property = propertyOf(schema, step)
  if (property !== undefined) {
    const required = schema.required?.includes(step) ?? false
    return { schema: property, parent: schema, since: schema.since?.[step] ?? since, required }
  }
  return schema.values && { schema: schema.values, parent: undefined, since, required: false }
}

/** The declared property; a key such as `constructor` is nobody's. */
export function propertyOf(schema: FieldSchema, key: string): FieldSchema | undefined {
  const properties = schema.properties
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
}
