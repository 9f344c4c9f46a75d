import { removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { OtherRelease } from './fieldSchema.ts'
import { wordsAt } from './fieldWords.ts'
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
    message: `\`${key}\` ${otherWords(other)}; ${releaseWords(check.release)} refuses it${other.until === undefined ? '' : insteadWords(place, key, check)}`,
    range: pair.key.range,
    path: [...pathOf(place.path), key],
    refusal: { stage: 'typedPatch' },
    ...(removal && { fixes: [{ title: `Remove ${key}`, edits: [removal] }] }),
  })
  return true
}

/** What came in place of a field that went. */
function insteadWords(place: Place, key: string, { document }: ShapeCheck): string {
  const kind = childOf(document.root, 'kind')
  const words = kind?.type === 'scalar' ? wordsAt(kind.text, [...pathOf(place.path), key]) : undefined
  return words?.deprecated === undefined ? '' : `: use ${words.deprecated}`
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
