import type { Fix, Problem } from '../features/problem.ts'
import { insertPairEdit, quoted, removePairEdit } from '../yaml/yamlEdit.ts'
import type { Path, Range, YamlDocument, YamlMap, YamlNode, YamlPair, YamlScalar } from '../yaml/yamlNode.ts'
import { childOf, mapOf, pairOf } from '../yaml/yamlPath.ts'
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
    ...nameProblems(document, pair, metadata),
    ...namespaceProblems(metadata, namespace),
    ...serverFieldProblems(document, metadata),
    ...keyProblems(mapOf(childOf(metadata, 'labels')), 'labels', true),
    ...keyProblems(mapOf(childOf(metadata, 'annotations')), 'annotations', false),
  ]
}

function nameProblems(document: YamlDocument, owner: YamlPair, metadata: YamlMap): readonly Problem[] {
  const pair = pairOf(metadata, 'name')
  const name = textOf(pair?.value)
  const path = ['metadata', 'name']
  if (pair === undefined || name === '') {
    if (document.templated) return []
    const generated = pairOf(metadata, 'generateName') !== undefined
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
  const message = `\`${shorten(name ?? '')}\` is no name for an object: ${fault}`
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

const serverFields: readonly { key: string; reason: string; message: string }[] = [
  {
    key: 'managedFields',
    reason: 'BadRequest',
    message: 'The API server keeps `managedFields` itself and refuses to be given them: remove the key',
  },
  {
    key: 'uid',
    reason: 'Conflict',
    message: 'The API server gives out `uid` and refuses one that it does not know: remove the key',
  },
]

function serverFieldProblems(document: YamlDocument, metadata: YamlMap): readonly Problem[] {
  return serverFields.flatMap(({ key, reason, message }) => {
    const pair = pairOf(metadata, key)
    if (pair === undefined || (pair.value.type === 'scalar' && (pair.value.value === null || pair.value.value === '')))
      return []
    const edit = removePairEdit(document, metadata, pair)
    const fixes = edit === undefined ? [] : [{ title: `Remove ${key}`, edits: [edit], preferred: true }]
    const found = problem('kmm/server-field', message, pair.key.range, ['metadata', key], 'text', fixes)
    return [{ ...found, refusal: { stage: 'text', reason } }]
  })
}

function keyProblems(map: YamlMap | undefined, field: 'labels' | 'annotations', values: boolean): readonly Problem[] {
  const path = ['metadata', field]
  const what = field === 'labels' ? 'label' : 'annotation'
  return (map?.pairs ?? []).flatMap((pair) => {
    if (pair.key.templated === true) return []
    const found: Problem[] = []
    // Annotation keys are compared in lower case.
    const key = field === 'labels' ? pair.key.text : pair.key.text.toLowerCase()
    const fault = qualifiedNameFault(key)
    if (fault !== undefined) {
      const message = `\`${shorten(pair.key.text)}\` cannot be the key of ${what === 'label' ? 'a' : 'an'} ${what}: ${fault}`
      found.push(problem('kmm/label-key', message, pair.key.range, path, 'schema'))
    }
    const text = textOf(pair.value)
    const valueFault = values && text !== undefined ? labelValueFault(text) : undefined
    if (valueFault !== undefined) {
      const message = `\`${shorten(text ?? '')}\` cannot be the value of a label: ${valueFault}`
      found.push(problem('kmm/label-value', message, valueRange(pair), path, 'schema'))
    }
    return found
  })
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
  const reason = stage === 'schema' ? 'FieldValueInvalid' : 'BadRequest'
  return { id, severity: 'error', message, range, path, refusal: { stage, reason }, fixes }
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
