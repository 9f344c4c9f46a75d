import type { Fix } from '../features/problem.ts'
import { blockText, columnOf } from '../yaml/yamlEdit.ts'
import type { YamlList, YamlNode } from '../yaml/yamlNode.ts'
import { pairOf } from '../yaml/yamlPath.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { scaffoldOf } from './scaffold.ts'
import { propertyOf } from './schemaAt.ts'
import { type Place, pathOf, placeRange, type ShapeCheck } from './shapePlace.ts'

/** Checks how many items a list has, and that those told apart by keys differ in them. */
export function checkItems(place: Place, list: YamlList, check: ShapeCheck): void {
  const { schema } = place
  const count = list.items.length
  const name = place.path === undefined ? 'This list' : `\`${String(place.path.step)}\``
  if (schema.minItems !== undefined && count < schema.minItems) {
    const least = schema.minItems === 1 ? 'one item' : `${schema.minItems} items`
    const fixes = firstItemFix(place, list, check)
    reportCount(place, check, 'kmm/too-few-items', `${name} needs at least ${least}`, fixes)
  }
  if (schema.maxItems !== undefined && count > schema.maxItems) {
    reportCount(place, check, 'kmm/too-many-items', `${name} takes at most ${schema.maxItems} items, here are ${count}`)
  }
  if (schema.listKeys !== undefined) checkListKeys(place, list, schema.listKeys, check)
}

function reportCount(
  place: Place,
  check: ShapeCheck,
  id: 'kmm/too-few-items' | 'kmm/too-many-items',
  message: string,
  fixes: readonly Fix[] = [],
): void {
  check.report({
    id,
    severity: 'error',
    message,
    range: placeRange(place, check.document),
    path: pathOf(place.path),
    refusal: { stage: 'schema', reason: id === 'kmm/too-many-items' ? 'FieldValueTooMany' : 'FieldValueInvalid' },
    fixes,
  })
}

/** Begins the list with an item that KMM takes, in place of `[]`. */
function firstItemFix({ schema, pair, owner }: Place, list: YamlList, check: ShapeCheck): readonly Fix[] {
  if (pair === undefined || owner === undefined || owner.map.flow || !list.flow || list.items.length > 0) return []
  const { text } = check.document
  const { end } = pair.key.range
  if (pair.merged || pair.value.alias || !/^:[ \t]*$/.test(text.slice(end, list.range.start))) return []
  const key = pair.key.text
  const lines = blockText(key, scaffoldOf(key, schema), columnOf(text, pair.key.range.start)).split('\n').slice(1)
  const range = { start: end + 1, end: list.range.end }
  return [
    {
      title: `Begin ${key} with an item`,
      edits: [{ range, newText: `\n${lines.join('\n')}` }],
      preferred: true,
      example: true,
    },
  ]
}

/** Server-side apply refuses lists whose items it could not tell apart (structured-merge-diff, associative lists). */
function checkListKeys(place: Place, list: YamlList, keys: readonly string[], check: ShapeCheck): void {
  const { schema } = place
  const seen = new Set<string>()
  const words = keys.length === 0 ? 'text' : keys.map((key) => `\`${key}\``).join(' and ')
  for (const [at, item] of list.items.entries()) {
    const identity = identityOf(item, keys, schema.items)
    if (identity === undefined || !seen.has(identity)) {
      if (identity !== undefined) seen.add(identity)
      else if (isNameless(item, keys, schema.items)) reportNameless(place, at, item, keys, check)
      continue
    }
    const pair = pairOf(item, keys[0] ?? '')
    check.report({
      id: 'kmm/duplicate-item',
      severity: 'error',
      message: `An item above has the same ${words}: the API server refuses the list`,
      range: item.alias ?? pair?.value.range ?? item.range,
      path: pathOf({ parent: place.path, step: at }),
      refusal: { stage: 'typedPatch' },
    })
  }
}

/** Nothing is there to tell the item from others by. */
function isNameless(item: YamlNode, keys: readonly string[], schema: FieldSchema | undefined): boolean {
  const lacks = (key: string) => pairOf(item, key) === undefined && defaultOf(key, schema) === undefined
  return item.type === 'map' && keys.length > 0 && keys.every(lacks)
}

function defaultOf(key: string, schema: FieldSchema | undefined): unknown {
  return schema && propertyOf(schema, key)?.default
}

function reportNameless(place: Place, at: number, item: YamlNode, keys: readonly string[], check: ShapeCheck): void {
  const path = { parent: place.path, step: at }
  check.report({
    id: 'kmm/missing-key',
    severity: 'error',
    message: `This item has no \`${keys.join('` or `')}\` to tell it from others: the API server refuses the list`,
    range: placeRange({ node: item, schema: place.schema, path, pair: undefined }, check.document),
    path: pathOf(path),
    refusal: { stage: 'typedPatch' },
  })
}

function identityOf(item: YamlNode, keys: readonly string[], schema: FieldSchema | undefined): string | undefined {
  if (keys.length === 0) return scalarText(item)
  const values = keys.map((key) => {
    const value = pairOf(item, key)?.value
    return value === undefined && item.type === 'map' ? JSON.stringify(defaultOf(key, schema)) : scalarText(value)
  })
  return values.includes(undefined) ? undefined : values.join()
}

function scalarText(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.templated !== true ? JSON.stringify(node.value) : undefined
}
