import type { FieldSchema } from '../server/core/schema/fieldSchema.ts'
import { schemaOf } from '../server/core/schema/moduleSchema.ts'

/**
 * Finds where an example of a Module's fields belongs, as keys from the root: the uppermost mapping that knows its first
 * key, or for an example of list items the list. Whole documents, and keys that nobody knows, belong to the root.
 */
export function examplePlace(example: string): readonly string[] {
  const found = /^(- )?([\w.-]+):/m.exec(example)
  const [, dash, key = ''] = found ?? []
  let level: readonly Spot[] = [{ place: [], schema: schemaOf('Module', 'kmm.sigs.x-k8s.io/v1beta1'), inList: false }]
  while (level.length > 0) {
    const spot = level.find((one) => one.inList === (dash !== undefined) && one.schema?.properties?.[key])
    if (spot !== undefined) return spot.place
    level = level.flatMap(below)
  }
  return []
}

interface Spot {
  readonly place: readonly string[]
  readonly schema: FieldSchema | undefined
  readonly inList: boolean
}

/** The fields of a mapping and the items of a list; what is within items is not looked for. */
function below({ place, schema, inList }: Spot): readonly Spot[] {
  if (inList) return []
  const items = schema?.items === undefined ? [] : [{ place, schema: schema.items, inList: true }]
  const fields = Object.entries(schema?.properties ?? {}).filter(([key]) => place.length > 0 || key !== 'status')
  return [...items, ...fields.map(([key, child]) => ({ place: [...place, key], schema: child, inList: false }))]
}
