import { keyName } from './keyName.ts'
import { wholeNumber } from './readScalar.ts'
import type { ScalarValue, YamlPair, YamlProblem, YamlScalar } from './yamlNode.ts'

/**
 * Reports the keys of one mapping that go-yaml refuses: given twice, or null. Linear in the number of keys.
 */
export function checkKeys(pairs: readonly YamlPair[]): readonly YamlProblem[] {
  const problems: YamlProblem[] = []
  const first = pairs.length > few ? new Map<ScalarValue | bigint, YamlScalar>() : undefined
  for (let at = 0; at < pairs.length; at += 1) {
    const key = pairs[at]?.key
    if (key === undefined || key.templated) continue
    if (keyName(key) === undefined) {
      const message =
        key.value === null
          ? 'A key is missing here: the API server refuses null as a key'
          : `The API server takes no number as large as \`${key.text}\` for a key: put it in quotes`
      problems.push({ id: 'kmm/yaml-key', range: key.range, message })
      continue
    }
    const other = first === undefined ? equalBefore(pairs, at) : first.get(identityOf(key))
    if (other !== undefined && !Number.isNaN(key.value)) problems.push(duplicate(key, other))
    else first?.set(identityOf(key), key)
  }
  return problems
}

/** So many keys are compared with each other faster than they are looked up. */
const few = 8

/** The first key before a place that is the same. */
function equalBefore(pairs: readonly YamlPair[], at: number): YamlScalar | undefined {
  const key = pairs[at]?.key
  if (key === undefined) return undefined
  for (let before = 0; before < at; before += 1) {
    const other = pairs[before]?.key
    if (other === undefined || other.templated || keyName(other) === undefined) continue
    if (other.value === key.value && identityOf(other) === identityOf(key)) return other
  }
  return undefined
}

/** What go-yaml takes a key for: whole numbers are others than those with a point, and no number is `.nan`. */
function identityOf({ value, text, style }: YamlScalar): ScalarValue | bigint {
  if (typeof value !== 'number' || style !== 'plain') return value
  return wholeNumber(text) ?? value
}

function duplicate(key: YamlScalar, other: YamlScalar): YamlProblem {
  const message = `\`${key.text}\` is given twice in this mapping: the API server refuses the document, keep one`
  return { id: 'kmm/yaml-duplicate-key', range: key.range, message, related: other.range }
}

/**
 * The pairs of a mapping with those of its merge keys (`<<`). go-yaml writes merged pairs over what stands above them
 * and, reading strictly as apply does, refuses a key that comes both ways.
 */
export function mergePairs(
  own: readonly YamlPair[],
  merges: readonly YamlPair[],
  problems: YamlProblem[],
): readonly YamlPair[] {
  const pairs = [...own]
  const known = new Map(own.map((pair) => [pair.key.text, pair]))
  for (const merge of merges) {
    for (const pair of mergedBy(merge, problems)) {
      const other = known.get(pair.key.text)
      if (other === undefined) {
        const merged = { ...pair, merged: true }
        pairs.push(merged)
        known.set(pair.key.text, merged)
        continue
      }
      const message = `\`${pair.key.text}\` also comes with \`<<\`: the API server refuses a key that is given twice`
      const range = other.merged === true ? merge.key.range : other.key.range
      problems.push({ id: 'kmm/yaml-duplicate-key', range, message, related: merge.range })
    }
  }
  return pairs
}

function mergedBy(merge: YamlPair, problems: YamlProblem[]): readonly YamlPair[] {
  const value = merge.value
  if (value.type === 'map') return value.pairs
  // go-yaml takes the maps of a list from the last to the first.
  if (value.type === 'list' && value.items.every((item) => item.type === 'map')) {
    return value.items.toReversed().flatMap((item) => (item.type === 'map' ? item.pairs : []))
  }
  if (value.type === 'scalar' && value.templated === true) return []
  const message = '`<<` takes a mapping or a list of mappings'
  problems.push({ id: 'kmm/yaml-merge', range: value.alias ?? value.range, message })
  return []
}
