import type { FieldSchema } from '../core/schema/fieldSchema.ts'
import { nearestKey } from '../core/schema/nearestKey.ts'
import type { Path } from '../core/yaml/yamlNode.ts'

/**
 * Paths of the fields of this name, or of the one most like it, the shallowest first and none much deeper than it;
 * `status` is passed over.
 */
export function fieldsNamed(root: FieldSchema, name: string): readonly Path[] {
  const all = everyField(root)
  const near = nearestKey(name, [...all.keys()])
  const [first, ...others] = near === undefined ? [] : (all.get(near) ?? [])
  return first === undefined ? [] : [first, ...others.filter((path) => path.length <= first.length + 2)]
}

/** Paths by name, level by level. */
function everyField(root: FieldSchema): ReadonlyMap<string, readonly Path[]> {
  const found = new Map<string, Path[]>()
  let level: readonly (readonly [FieldSchema, Path])[] = [[root, []]]
  // The schema is a tree, and no field lies deeper.
  for (let depth = 0; depth < 24 && level.length > 0; depth += 1) {
    level = level.flatMap(([schema, path]) => childrenOf(schema, path))
    for (const [, path] of level) {
      const name = path.at(-1)
      if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), path])
    }
  }
  return found
}

function childrenOf(schema: FieldSchema, path: Path): readonly (readonly [FieldSchema, Path])[] {
  const properties = Object.entries(schema.properties ?? {})
    .filter(([key]) => key !== 'status')
    .map(([key, child]) => [child, [...path, key]] as const)
  return [...properties, ...(schema.items === undefined ? [] : [[schema.items, [...path, 0]] as const])]
}
