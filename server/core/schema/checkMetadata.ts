import type { Fix, Problem, Refusal } from '../features/problem.ts'
import { keyName } from '../yaml/keyName.ts'
import { shortText } from '../yaml/shortText.ts'
import { insertPairEdit, quoted, removePairEdit } from '../yaml/yamlEdit.ts'
import type { Path, Range, YamlDocument, YamlMap, YamlNode, YamlPair, YamlScalar } from '../yaml/yamlNode.ts'
import { childOf, mapOf, pairOf } from '../yaml/yamlPath.ts'
import { checkFinalizers, checkOwnerReferences } from './checkMetadataLists.ts'
import { labelValueFault, qualifiedNameFault, subdomainFault } from './labelSyntax.ts'

/**
 * Checks what every Kubernetes object's `metadata` must keep to beyond its types, as server-side apply does: a usable
 * name, label syntax, and none of the fields that are the server's own (ValidateObjectMeta, apimachinery).
 * `namespace` is that of the request where the document must name no other.
 */
export function checkMetadata(document: YamlDocument, namespace?: string): readonly Problem[] {
  const root = mapOf(document.root)
  const pair = root && pairOf(root, 'metadata')
  const metadata = mapOf(pair?.value)
  if (pair === undefined || metadata === undefined) return []
  return [
    ...serverFieldProblems(document, metadata),
    ...nameProblems(document, pair, metadata),
    ...namespaceProblems(metadata, namespace),
    ...versionProblems(document, metadata),
    ...generateNameProblems(metadata),
    ...keyProblems(mapOf(childOf(metadata, 'labels')), 'labels', true),
    ...keyProblems(mapOf(childOf(metadata, 'annotations')), 'annotations', false),
    ...sizeProblems(metadata),
    ...checkFinalizers(metadata),
    ...checkOwnerReferences(metadata),
  ]
}

function nameProblems(document: YamlDocument, owner: YamlPair, metadata: YamlMap): readonly Problem[] {
  const pair = pairOf(metadata, 'name')
  const name = textOf(pair?.value)
  const path = ['metadata', 'name']
  if (pair === undefined || name === '' || isNull(pair.value)) {
    if (document.templated) return []
    const generated = textOf(childOf(metadata, 'generateName')) !== undefined
    const message = generated
      ? 'Apply needs `metadata.name`: `generateName` works with create only'
      : 'The object needs a name: set `metadata.name`'
    const fixes = pair === undefined ? insertFix(insertPairEdit(document, metadata, 'name', 'example')) : []
    return [problem('kmm/name-missing', message, pair?.key.range ?? owner.key.range, path, 'text', fixes)]
  }
  const fault = name === undefined ? undefined : subdomainFault(name)
  if (fault === undefined) return []
  const mended = (name ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
  const fixes =
    subdomainFault(mended) === undefined && pair.value.alias === undefined
      ? [
          {
            title: `Rename to ${mended}`,
            edits: [{ range: pair.value.range, newText: quoteNumeric(mended) }],
            preferred: true,
          },
        ]
      : []
  const message = `\`${shortText(name ?? '')}\` is no name for an object: ${fault}`
  return [problem('kmm/name-invalid', message, valueRange(pair), path, 'schema', fixes)]
}

function insertFix(edit: Fix['edits'][number] | undefined): readonly Fix[] {
  return edit === undefined ? [] : [{ title: 'Add name', edits: [edit], preferred: true }]
}

function quoteNumeric(text: string): string {
  return /^[a-z-]*[a-z][a-z.-]*[a-z0-9.-]*$/.test(text) && text.length > 5 ? text : quoted(text)
}

function namespaceProblems(metadata: YamlMap, namespace: string | undefined): readonly Problem[] {
  const pair = pairOf(metadata, 'namespace')
  const text = textOf(pair?.value)
  if (pair === undefined || namespace === undefined || text === undefined || text === '' || text === namespace)
    return []
  const message = `The request goes to namespace \`${namespace}\`, and the API server refuses a document that names another`
  return [problem('kmm/namespace-mismatch', message, valueRange(pair), ['metadata', 'namespace'], 'text')]
}

interface ServerField {
  readonly key: string
  readonly refusal: Refusal
  readonly message: string
  isGiven(node: YamlNode): boolean
}

const serverFields: readonly ServerField[] = [
  {
    key: 'managedFields',
    refusal: { stage: 'text', reason: 'BadRequest' },
    // A list that is none of entries is taken for nothing at all.
    isGiven: (node) => node.type === 'list' && node.items.every((item) => item.type === 'map'),
    message: 'The API server keeps `managedFields` itself and refuses to be given them: remove the key',
  },
  {
    key: 'uid',
    refusal: { stage: 'text', reason: 'Conflict', late: true },
    isGiven: (node) => (textOf(node) ?? '') !== '',
    message: 'The API server gives out `uid` and refuses one that it does not know: remove the key',
  },
]

function serverFieldProblems(document: YamlDocument, metadata: YamlMap): readonly Problem[] {
  return serverFields.flatMap(({ key, refusal, message, isGiven }) => {
    const pair = pairOf(metadata, key)
    if (pair === undefined || !isGiven(pair.value)) return []
    return [serverField(document, metadata, pair, message, refusal)]
  })
}

function serverField(document: YamlDocument, metadata: YamlMap, pair: YamlPair, message: string, refusal: Refusal) {
  const key = pair.key.text
  const edit = removePairEdit(document, metadata, pair)
  const fixes = edit === undefined ? [] : [{ title: `Remove ${key}`, edits: [edit], preferred: true }]
  const found = problem('kmm/server-field', message, pair.key.range, ['metadata', key], 'text', fixes)
  return { ...found, refusal }
}

/** A version is what the API server's storage counts by; a new object needs none, and gets none that is no number. */
function versionProblems(document: YamlDocument, metadata: YamlMap): readonly Problem[] {
  const pair = pairOf(metadata, 'resourceVersion')
  const text = textOf(pair?.value)
  if (pair === undefined || text === undefined || text === '') return []
  if (/^0*[0-9]{1,20}$/.test(text) && BigInt(text) < 2n ** 64n) return []
  const message = 'The API server counts `resourceVersion` itself and refuses what is no number: remove the key'
  const refusal = { stage: 'text', reason: 'InternalError', late: true } as const
  return [serverField(document, metadata, pair, message, refusal)]
}

/** Letters are put behind it, so that it may end in a dash. */
function generateNameProblems(metadata: YamlMap): readonly Problem[] {
  const pair = pairOf(metadata, 'generateName')
  const text = textOf(pair?.value)
  if (pair === undefined || text === undefined || text === '') return []
  const fault = subdomainFault(text.replace(/(?<=.)-$/, 'a'))
  if (fault === undefined) return []
  const message = `\`${shortText(text)}\` cannot begin the name of an object: ${fault}`
  return [problem('kmm/name-invalid', message, valueRange(pair), ['metadata', 'generateName'], 'schema')]
}

/** All annotations together, in bytes (TotalAnnotationSizeLimitB). */
const annotationLimit = 262_144

function sizeProblems(metadata: YamlMap): readonly Problem[] {
  const pair = pairOf(metadata, 'annotations')
  const pairs = mapOf(pair?.value)?.pairs ?? []
  const count = (text: string) => new TextEncoder().encode(text).length
  const size = pairs.reduce((sum, { key, value }) => sum + count(key.text) + count(textOf(value) ?? ''), 0)
  if (pair === undefined || size <= annotationLimit) return []
  const message = `The annotations have ${size.toLocaleString('en')} bytes together, the API server takes at most ${annotationLimit.toLocaleString('en')}`
  return [problem('kmm/out-of-range', message, pair.key.range, ['metadata', 'annotations'], 'schema')]
}

function keyProblems(map: YamlMap | undefined, field: 'labels' | 'annotations', values: boolean): readonly Problem[] {
  const path = ['metadata', field]
  const what = field === 'labels' ? 'label' : 'annotation'
  return (map?.pairs ?? []).flatMap((pair) => {
    if (pair.key.templated === true) return []
    const found: Problem[] = []
    // Annotation keys are compared in lower case, letter by letter.
    const name = keyName(pair.key) ?? pair.key.text
    const key = field === 'labels' ? name : name.replaceAll('İ', 'i').toLowerCase()
    const fault = qualifiedNameFault(key)
    if (fault !== undefined) {
      const message = `\`${shortText(pair.key.text)}\` cannot be the key of ${what === 'label' ? 'a' : 'an'} ${what}: ${fault}`
      found.push(problem('kmm/label-key', message, pair.key.range, path, 'schema'))
    }
    const text = textOf(pair.value)
    const valueFault = values && text !== undefined ? labelValueFault(text) : undefined
    if (valueFault !== undefined) {
      const message = `\`${shortText(text ?? '')}\` cannot be the value of a label: ${valueFault}`
      found.push(problem('kmm/label-value', message, valueRange(pair), path, 'schema'))
    }
    return found
  })
}

function isNull(node: YamlNode): boolean {
  return node.type === 'scalar' && node.value === null
}

function textOf(node: YamlNode | undefined): string | undefined {
  if (node?.type !== 'scalar' || node.templated === true) return undefined
  const scalar: YamlScalar = node
  return typeof scalar.value === 'string' ? scalar.value : undefined
}

function valueRange(pair: YamlPair): Range {
  return pair.value.alias ?? pair.value.range
}

function problem(
  id: Problem['id'],
  message: string,
  range: Range,
  path: Path,
  stage: 'text' | 'schema',
  fixes: readonly Fix[] = [],
): Problem {
  const refusal: Refusal =
    stage === 'schema' ? { stage, reason: 'FieldValueInvalid' } : { stage, reason: 'BadRequest', late: true }
  return { id, severity: 'error', message, range, path, refusal, fixes }
}
