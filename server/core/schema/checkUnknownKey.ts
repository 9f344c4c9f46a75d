import type { Fix } from '../features/problem.ts'
import { removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { pairOf } from '../yaml/yamlPath.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { nearestKey } from './nearestKey.ts'
import { type Place, pathOf, type ShapeCheck } from './shapePlace.ts'

/** Reports a key that the schema does not declare, with the one that was probably meant, or the place where it belongs. */
export function checkUnknownKey(place: Place, map: YamlMap, pair: YamlPair, check: ShapeCheck): void {
  const key = pair.key.text
  const free = Object.keys(place.schema.properties ?? {}).filter((name) => pairOf(map, name) === undefined)
  const near = nearestKey(key, free)
  const home = near === undefined ? homeOf(key, check.root, place.schema) : undefined
  const fixes: Fix[] = []
  if (near !== undefined && pair.merged !== true) {
    fixes.push({ title: `Rename to ${near}`, edits: [{ range: pair.key.range, newText: near }], preferred: true })
  }
  const removal = removePairEdit(check.document, map, pair)
  if (removal !== undefined) fixes.push({ title: `Remove ${key}`, edits: [removal] })
  check.report({
    id: 'kmm/unknown-key',
    severity: 'error',
    message: `\`${shorten(key)}\` is no field of ${ownerWords(place)}${adviceWords(near, home)}`,
    range: pair.key.range,
    path: [...pathOf(place.path), key],
    refusal: { stage: 'typedPatch' },
    fixes,
  })
}

function adviceWords(near: string | undefined, home: string | undefined): string {
  if (near !== undefined) return `: did you mean \`${near}\`?`
  return home === undefined ? ': remove it' : `: it belongs ${home}`
}

function ownerWords(place: Place): string {
  const { path } = place
  if (path === undefined) return 'this kind'
  return typeof path.step === 'string'
    ? `\`${path.step}\``
    : `an item of \`${String(path.parent?.step ?? 'this list')}\``
}

/** Where in the document a key of this name is at home, nearest to the root first: `under \`spec\``. */
function homeOf(key: string, root: FieldSchema, here: FieldSchema): string | undefined {
  let level: { schema: FieldSchema; name: string }[] = [{ schema: root, name: '' }]
  const seen = new Set<FieldSchema>()
  while (level.length > 0) {
    const next: typeof level = []
    for (const { schema, name } of level) {
      if (seen.has(schema)) continue
      seen.add(schema)
      const properties = schema.properties ?? {}
      if (schema !== here && Object.hasOwn(properties, key)) {
        return name === '' ? 'at the top of the document' : `under \`${name}\``
      }
      for (const [child, below] of Object.entries(properties)) {
        if (child !== 'status' && child !== 'metadata') next.push({ schema: below, name: child })
      }
      if (schema.items !== undefined) next.push({ schema: schema.items, name: `${name}[]` })
    }
    level = next
  }
  return undefined
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
