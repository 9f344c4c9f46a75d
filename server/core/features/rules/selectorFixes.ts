import type { Fact, NodeLabels } from '../../kmm/clusterFacts.ts'
import type { KmmModule } from '../../kmm/kmmModule.ts'
import { editDistance, nearestKey } from '../../schema/nearestKey.ts'
import { readPlain } from '../../yaml/readScalar.ts'
import { quoted } from '../../yaml/yamlEdit.ts'
import type { YamlPair } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'

/**
 * What the nodes really have in place of a label of the selector that none of them carries: other values of its key,
 * else the key that it nearly is. Only of labels that the cluster is known to have.
 */
export function selectorFixes(module: KmmModule, labels: Fact<NodeLabels>): readonly Fix[] {
  const { selector } = module
  const map = selector && nodeAt(module.root, selector.path)
  if (selector === undefined || map?.type !== 'map' || labels.state !== 'known') return []
  const known = labels.value
  const free = [...known.keys()].filter((key) => !Object.hasOwn(selector.value, key))
  return map.pairs.flatMap((pair) => {
    const seen = known.get(pair.key.text)
    if (seen !== undefined) return valueFixes(pair, selector.value[pair.key.text], seen)
    const near = nearestLabel(pair.key.text, free)
    return near === undefined ? [] : keyFix(pair, near, known.get(near))
  })
}

function valueFixes(
  { value }: YamlPair,
  written: string | undefined,
  seen: ReadonlyMap<string, number>,
): readonly Fix[] {
  if (written === undefined || seen.has(written)) return []
  return ranked(seen)
    .slice(0, 3)
    .map(([label, count], at) => ({
      title: `Use the value that ${count} of the nodes have: ${JSON.stringify(label)}`,
      edits: [{ range: value.range, newText: quoted(label) }],
      ...(at === 0 ? { preferred: true } : {}),
    }))
}

/** The value stays where nodes have it, too. */
function keyFix(
  { key, value, merged }: YamlPair,
  near: string,
  seen: ReadonlyMap<string, number> = noValues,
): readonly Fix[] {
  if (merged === true || value.type !== 'scalar' || value.alias !== undefined) return []
  const own = seen.get(value.text)
  const [label, count] = own === undefined ? (ranked(seen)[0] ?? []) : [value.text, own]
  if (label === undefined) return []
  const rename = { range: key.range, newText: readPlain(near) === near ? near : quoted(near) }
  const edits = own === undefined ? [rename, { range: value.range, newText: quoted(label) }] : [rename]
  const title = `Use the label that ${count} of the nodes have: ${near}: ${JSON.stringify(label)}`
  return [{ title, edits, preferred: true }]
}

const noValues: ReadonlyMap<string, number> = new Map()

/** The label that a misspelt one most likely means. Domains are long and much alike: the names in them must be near, too. */
function nearestLabel(written: string, labels: readonly string[]): string | undefined {
  const [domain, name] = labelParts(written)
  const near = labels.filter((label) => {
    const [itsDomain, itsName] = labelParts(label)
    if (domain === '' && name === itsName) return true
    return isNear(name, itsName) && isNear(domain, itsDomain)
  })
  return near.sort((a, b) => editDistance(a, written) - editDistance(b, written))[0]
}

function isNear(written: string, meant: string): boolean {
  return written === meant || nearestKey(written, [meant]) !== undefined
}

function labelParts(label: string): readonly [domain: string, name: string] {
  const slash = label.indexOf('/')
  return [label.slice(0, Math.max(0, slash)), label.slice(slash + 1)]
}

/** Values with the number of nodes that have them, most first. */
function ranked(seen: ReadonlyMap<string, number>): readonly (readonly [value: string, count: number])[] {
  return [...seen].sort(([, a], [, b]) => b - a)
}
