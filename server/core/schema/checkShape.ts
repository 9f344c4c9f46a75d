import type { Problem } from '../features/problem.ts'
import { keyName } from '../yaml/keyName.ts'
import type { YamlDocument, YamlList, YamlMap, YamlNode } from '../yaml/yamlNode.ts'
import { checkExclusive } from './checkExclusive.ts'
import { checkItems } from './checkItems.ts'
import { checkMissingKeys } from './checkMissingKeys.ts'
import { checkNull, checkScalar, wrongType } from './checkScalar.ts'
import { checkUnknownKey } from './checkUnknownKey.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { propertyOf } from './schemaAt.ts'
import type { SchemaRelease } from './schemaColumn.ts'
import type { Place, ShapeCheck } from './shapePlace.ts'

/**
 * Checks a document against the fields of its kind: every problem at once, those that server-side apply finds while it
 * types the patch (unknown keys, wrong types) and those of the schema stage behind it (missing keys, nulls, limits,
 * patterns, CEL). Linear in the document, aliases included. `release` is the one that the schema is of, for the words;
 * `sound` are items of lists in which there is nothing to find.
 */
export function checkShape(
  document: YamlDocument,
  schema: FieldSchema,
  release?: SchemaRelease,
  sound?: ReadonlySet<YamlNode>,
): readonly Problem[] {
  const problems: Problem[] = []
  const check: ShapeCheck = {
    document,
    root: schema,
    release,
    sound,
    report: (problem) => {
      if (problem.refusal?.stage !== 'schema' || !isBeyondSchema(problem)) problems.push(problem)
    },
    seen: /[\s[{,]\*[A-Za-z0-9_-]/.test(document.text) ? new Map() : undefined,
  }
  if (document.root !== undefined) walk({ node: document.root, schema, path: undefined, pair: undefined }, check)
  return problems
}

/**
 * Status is not written through the object itself: the server drops it once the patch is typed. Metadata is Kubernetes'
 * own: nulls are dropped, and there are no schemas for it beyond its types.
 */
function isBeyondSchema({ path, id }: Problem): boolean {
  return path[0] === 'status' || (path[0] === 'metadata' && path.length > 1 && id !== 'kmm/missing-key')
}

function walk(place: Place, check: ShapeCheck): void {
  const { node, schema } = place
  if (node.type === 'scalar') {
    if (node.templated === true) return
    if (node.value === null) checkNull(place, check)
    else checkScalar(place, node, check)
    return
  }
  if (schema.type === 'any') return
  if (wrongType(place, check)) return
  if (check.seen !== undefined) {
    const content = node.type === 'map' ? node.pairs : node.items
    const known = check.seen.get(content)
    if (known?.has(schema) === true) return
    if (known === undefined) check.seen.set(content, new Set([schema]))
    else known.add(schema)
  }
  if (node.type === 'map') walkMap(place, node, check)
  else walkList(place, node, check)
}

function walkMap(place: Place, map: YamlMap, check: ShapeCheck): void {
  const { schema, path } = place
  const owner = { map, required: schema.required ?? [] }
  let present: ReadonlySet<string> | undefined
  for (const pair of map.pairs) {
    if (pair.key.templated === true) continue
    const key = keyName(pair.key) ?? pair.key.text
    const child = propertyOf(schema, key) ?? schema.values
    if (child !== undefined)
      walk({ node: pair.value, schema: child, path: { parent: path, step: key }, pair, owner }, check)
    else if (schema.open !== true) {
      present ??= new Set(map.pairs.map((one) => one.key.text))
      checkUnknownKey(place, map, pair, present, check)
    }
  }
  if (check.document.templated) return
  checkMissingKeys(place, map, check)
  if (schema.rules !== undefined) checkExclusive(place, map, check)
}

function walkList(place: Place, list: YamlList, check: ShapeCheck): void {
  const { schema, path } = place
  const { items } = schema
  if (items !== undefined) {
    const associative = schema.listKeys !== undefined
    // No pairs of index and item: of a long list most are passed over.
    for (let at = 0; at < list.items.length; at += 1) {
      const node = list.items[at]
      if (node === undefined || check.sound?.has(node)) continue
      walk({ node, schema: items, path: { parent: path, step: at }, pair: undefined, associative }, check)
    }
  }
  if (!check.document.templated) checkItems(place, list, check)
}
