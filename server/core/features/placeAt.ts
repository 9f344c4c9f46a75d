import type { Path, PathStep, Range, YamlDocument, YamlNode, YamlScalar } from '../yaml/yamlNode.ts'

/** The key or the scalar value that an offset touches. */
export interface Place {
  readonly path: Path
  readonly part: 'key' | 'value'
  /** where it stands in the text; for a value behind an alias, the alias */
  readonly range: Range
  readonly scalar: YamlScalar
}

/** What stands at an offset of the document's text; `undefined` between things, and where merged keys only seem to be. */
export function placeAt(document: YamlDocument, offset: number): Place | undefined {
  let node = document.root
  const path: PathStep[] = []
  while (node !== undefined) {
    if (node.alias !== undefined) return node.type === 'scalar' ? placeOf(path, node, node.alias, offset) : undefined
    if (node.type === 'scalar') return placeOf(path, node, node.range, offset)
    const next: Step | undefined = node.type === 'map' ? pairStep(node.pairs, offset) : itemStep(node.items, offset)
    if (next === undefined) return undefined
    path.push(next.step)
    if (next.key !== undefined) return { path, part: 'key', range: next.key.range, scalar: next.key }
    node = next.node
  }
  return undefined
}

interface Step {
  readonly step: PathStep
  readonly key?: YamlScalar
  readonly node?: YamlNode
}

function pairStep(pairs: Extract<YamlNode, { type: 'map' }>['pairs'], offset: number): Step | undefined {
  for (const { key, value, merged } of pairs) {
    if (merged) continue
    if (touches(key.range, offset)) return { step: key.text, key }
    if (touches(placed(value), offset)) return { step: key.text, node: value }
  }
  return undefined
}

function itemStep(items: readonly YamlNode[], offset: number): Step | undefined {
  const at = items.findIndex((item) => touches(placed(item), offset))
  const node = items[at]
  return node && { step: at, node }
}

function placeOf(path: Path, scalar: YamlScalar, range: Range, offset: number): Place | undefined {
  return touches(range, offset) && range.end > range.start ? { path, part: 'value', range, scalar } : undefined
}

function placed(node: YamlNode): Range {
  return node.alias ?? node.range
}

function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end
}
