import type { Problem } from '../features/problem.ts'
import type { Path, PathStep, Range, YamlDocument, YamlMap, YamlNode, YamlPair } from '../yaml/yamlNode.ts'
import type { FieldSchema } from './fieldSchema.ts'
import type { SchemaRelease } from './schemaColumn.ts'

/** A path that shares its beginning with its siblings, so that a walk over a sound document copies nothing. */
export interface LinkedPath {
  readonly parent: LinkedPath | undefined
  readonly step: PathStep
}

/** The steps from the root. */
export function pathOf(link: LinkedPath | undefined): Path {
  const steps: PathStep[] = []
  for (let at = link; at !== undefined; at = at.parent) steps.push(at.step)
  return steps.reverse()
}

/** One value on the way through a document, with the pair it is the value of, when it is one. */
export interface Place {
  readonly node: YamlNode
  readonly schema: FieldSchema
  readonly path: LinkedPath | undefined
  readonly pair: YamlPair | undefined
  /** an item of a list whose items are told apart by keys, or by themselves */
  readonly associative?: boolean
  /** the mapping that holds the pair, and which of its keys must be there */
  readonly owner?: { readonly map: YamlMap; readonly required: readonly string[] }
}

export interface ShapeCheck {
  readonly document: YamlDocument
  readonly root: FieldSchema
  /** the release that the schema is of, when it is known */
  readonly release: SchemaRelease | undefined
  /** items of lists in which there is nothing to find */
  readonly sound: ReadonlySet<YamlNode> | undefined
  readonly report: (problem: Problem) => void
  /** content and schema that were checked already: what aliases share is told of once; absent without aliases */
  readonly seen: Map<object, Set<FieldSchema>> | undefined
}

/** Where to point for a value as a whole: its key, else the line it begins on; an alias where it is used. */
export function placeRange(place: Place, document: YamlDocument): Range {
  if (place.pair !== undefined && place.pair.merged !== true) return place.pair.key.range
  return place.node.alias ?? headRange(place.node, document)
}

function headRange(node: YamlNode, document: YamlDocument): Range {
  const first = node.type === 'map' ? node.pairs.find((pair) => pair.merged !== true) : undefined
  if (first !== undefined && node.type === 'map' && !node.flow) return first.key.range
  const newline = document.text.indexOf('\n', node.range.start)
  const end = newline === -1 ? node.range.end : Math.min(node.range.end, newline)
  return { start: node.range.start, end: Math.max(end, node.range.start) }
}
