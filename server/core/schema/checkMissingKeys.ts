import type { Fix } from '../features/problem.ts'
import { insertPairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { pairOf } from '../yaml/yamlPath.ts'
import { nearestKey } from './nearestKey.ts'
import { oldKeyAt } from './oldKeys.ts'
import { scaffoldOf } from './scaffold.ts'
import { propertyOf } from './schemaAt.ts'
import { type Place, pathOf, placeRange, type ShapeCheck } from './shapePlace.ts'

/** Reports the required keys that a mapping lacks, on its key, with a fix that begins them. */
export function checkMissingKeys(place: Place, map: YamlMap, check: ShapeCheck): void {
  const { required } = place.schema
  if (required === undefined) return
  for (const key of required) {
    if (pairOf(map, key) !== undefined) continue
    // apiVersion, kind and name are judged where the document as a whole is.
    if (place.path === undefined && (key === 'apiVersion' || key === 'kind')) continue
    if (place.path?.parent === undefined && place.path?.step === 'metadata' && key === 'name') continue
    const owner = place.path === undefined ? 'The document' : ownerWords(place)
    check.report({
      id: 'kmm/missing-key',
      severity: 'error',
      message: `${owner} lacks \`${key}\`, which is required`,
      range: placeRange(place, check.document),
      path: [...pathOf(place.path), key],
      refusal:
        place.path === undefined && key === 'metadata'
          ? { stage: 'text', reason: 'BadRequest', late: true }
          : { stage: 'schema', reason: 'FieldValueRequired' },
      fixes: insertFixes(place, map, key, check),
    })
  }
}

function ownerWords(place: Place): string {
  const step = place.path?.step
  if (typeof step === 'string') return `\`${step}\``
  return `This item of \`${String(place.path?.parent?.step ?? 'the list')}\``
}

/** No fix beside a misspelt key or an old one: renaming or moving that is what is meant. */
function insertFixes(place: Place, map: YamlMap, key: string, check: ShapeCheck): readonly Fix[] {
  const { schema } = place
  const strays = map.pairs.filter((pair) => propertyOf(schema, pair.key.text) === undefined)
  const isMeant = ({ key: { text } }: YamlPair) =>
    nearestKey(text, [key]) !== undefined || oldKeyAt(schema, text) !== undefined
  if (schema.values === undefined && strays.some(isMeant)) return []
  const edit = insertPairEdit(check.document, map, key, scaffoldOf(key, propertyOf(schema, key)))
  return edit === undefined ? [] : [{ title: `Add ${key}`, edits: [edit], preferred: true, example: true }]
}
