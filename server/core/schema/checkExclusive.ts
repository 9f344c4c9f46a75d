import { removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap } from '../yaml/yamlNode.ts'
import { pairOf } from '../yaml/yamlPath.ts'
import { type Place, pathOf, type ShapeCheck } from './shapePlace.ts'

const exclusive = /^!\(\s*has\(self\.(\w+)\)\s*&&\s*has\(self\.(\w+)\)\s*\)$/

/** The CEL rules of a mapping that say that two fields exclude each other; other rules are the server's to check. */
export function checkExclusive(place: Place, map: YamlMap, check: ShapeCheck): void {
  for (const { rule } of place.schema.rules ?? []) {
    const [, left, right] = exclusive.exec(rule) ?? []
    if (left === undefined || right === undefined) continue
    const pairs = [left, right].map((key) => pairOf(map, key))
    const [a, b] = pairs
    if (a === undefined || b === undefined || isNull(a.value) || isNull(b.value)) continue
    const later = a.range.start > b.range.start ? a : b
    const earlier = later === a ? b : a
    const edit = removePairEdit(check.document, map, later)
    check.report({
      id: 'kmm/exclusive-fields',
      severity: 'error',
      message: `\`${left}\` and \`${right}\` exclude each other: remove one of them`,
      range: later.key.range,
      path: pathOf(place.path),
      refusal: { stage: 'schema', reason: 'FieldValueInvalid' },
      related: [{ range: earlier.key.range, message: `\`${earlier.key.text}\` stands here` }],
      ...(edit && { fixes: [{ title: `Remove ${later.key.text}`, edits: [edit] }] }),
    })
  }
}

function isNull(node: { readonly type: string; readonly value?: unknown }): boolean {
  return node.type === 'scalar' && node.value === null
}
