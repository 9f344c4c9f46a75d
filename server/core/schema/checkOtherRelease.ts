import { removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import type { OtherRelease } from './fieldSchema.ts'
import type { SchemaRelease } from './schemaColumn.ts'
import { type Place, pathOf, type ShapeCheck } from './shapePlace.ts'

/**
 * Reports a key that KMM has, though not in the release that the document is judged for; apply refuses it as it does
 * any key that the schema lacks. Answers whether it was one.
 */
export function checkOtherRelease(place: Place, map: YamlMap, pair: YamlPair, check: ShapeCheck): boolean {
  const key = pair.key.text
  const { elsewhere } = place.schema
  const other = elsewhere !== undefined && Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined
  if (other === undefined) return false
  const removal = removePairEdit(check.document, map, pair)
  check.report({
    id: 'kmm/field-newer',
    severity: 'error',
    message: `\`${key}\` ${otherWords(other)}; ${releaseWords(check.release)} refuses it`,
    range: pair.key.range,
    path: [...pathOf(place.path), key],
    refusal: { stage: 'typedPatch' },
    ...(removal && { fixes: [{ title: `Remove ${key}`, edits: [removal] }] }),
  })
  return true
}

function otherWords({ since, until, edition }: OtherRelease): string {
  if (since !== undefined) return `exists since KMM ${since}`
  if (until !== undefined) return `existed up to KMM ${until}`
  return edition === 'openshift' ? "exists in OpenShift's KMM only" : 'exists in upstream KMM only'
}

function releaseWords(release: SchemaRelease | undefined): string {
  if (release === undefined) return 'the API server'
  const { version, edition } = release
  return edition === 'openshift' ? `OpenShift's KMM ${version}` : `KMM ${version}`
}
