import { kmmModule } from '../kmm/kmmModule.ts'
import type { Range, YamlDocument, YamlNode, YamlPair } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'

export type SymbolKind = 'document' | 'mapping' | 'map' | 'list' | 'text' | 'number' | 'boolean' | 'null'

/** One line of the outline. `selection` lies within `range`; both are offsets in the document's text. */
export interface OutlineSymbol {
  readonly name: string
  readonly detail: string
  readonly kind: SymbolKind
  readonly range: Range
  readonly selection: Range
  readonly children: readonly OutlineSymbol[]
}

/**
 * The outline of a document under what a person would call its parts: a document by kind and name, a kernel mapping by
 * what it matches, `modprobe` by the module it loads, items by their names. Linear in the document; what an alias stands
 * for is shown at the anchor only. `undefined` for a document without content.
 */
export function symbols(document: YamlDocument): OutlineSymbol | undefined {
  const { root, text } = document
  if (root === undefined || (root.type === 'scalar' && root.text === '')) return undefined
  const kind = textOf(childOf(root, 'kind'))
  const name = textOf(childOf(childOf(root, 'metadata'), 'name'))
  const module = kmmModule(document)
  const mappings = module && childOf(module.container, 'kernelMappings')
  const children = childrenOf(root, { modprobe: module?.modprobe?.node, mappings }, 0)
  const end = Math.max(root.range.start, root.range.start + text.slice(root.range.start).trimEnd().length)
  const range = { start: root.range.start, end }
  const selection = firstLine(text, range)
  return {
    name: [kind, name].filter(Boolean).join(' ') || 'document',
    detail: '',
    kind: 'document',
    range,
    selection,
    children,
  }
}

/** The parts of a Module that have names of their own. */
interface Landmarks {
  readonly modprobe: YamlNode | undefined
  readonly mappings: YamlNode | undefined
}

/** Deeper than any Kubernetes object; what lies below is not shown. */
const depthLimit = 60

function childrenOf(node: YamlNode, landmarks: Landmarks, depth: number): readonly OutlineSymbol[] {
  if (node.alias !== undefined || depth > depthLimit) return []
  if (node.type === 'map') {
    return node.pairs.filter((pair) => pair.merged !== true).map((pair) => pairSymbol(pair, landmarks, depth))
  }
  if (node.type !== 'list') return []
  const areMappings = node === landmarks.mappings
  return node.items.map((item) => ({
    ...headOf(item, areMappings),
    range: item.alias ?? item.range,
    selection: selectionOf(item),
    children: item.type === 'scalar' ? [] : childrenOf(item, landmarks, depth + 1),
  }))
}

function pairSymbol({ key, value }: YamlPair, landmarks: Landmarks, depth: number): OutlineSymbol {
  const { start } = key.range
  const end = Math.max(key.range.end, value.alias?.end ?? value.range.end)
  const loads = value === landmarks.modprobe ? textOf(childOf(value, 'moduleName')) : undefined
  const name = key.text === '' ? '""' : oneLine(key.text)
  return {
    name: loads ? `${name} ${oneLine(loads)}` : name,
    detail: value.type === 'scalar' ? oneLine(value.text) : '',
    kind: kindOf(value),
    range: { start, end },
    selection: key.range,
    children: childrenOf(value, landmarks, depth + 1),
  }
}

function headOf(item: YamlNode, isMapping: boolean): Pick<OutlineSymbol, 'name' | 'detail' | 'kind'> {
  if (item.type === 'scalar') return { name: oneLine(item.text) || '""', detail: '', kind: kindOf(item) }
  if (item.type === 'list') return { name: 'list', detail: '', kind: 'list' }
  if (isMapping) {
    const matcher = ['literal', 'regexp'].map((key) => textOf(childOf(item, key))).find(Boolean)
    const image = textOf(childOf(item, 'containerImage')) ?? ''
    return { name: oneLine(matcher ?? 'mapping without matcher'), detail: oneLine(image), kind: 'mapping' }
  }
  const named = ['name', 'key', 'mountPath'].map((key) => textOf(childOf(item, key))).find(Boolean)
  const first = item.pairs[0]
  const name = named ?? (first?.value.type === 'scalar' ? `${first.key.text}: ${first.value.text}` : first?.key.text)
  const value = textOf(childOf(item, 'value'))
  return { name: oneLine(name ?? '') || 'item', detail: oneLine(value ?? ''), kind: 'map' }
}

function selectionOf(item: YamlNode): Range {
  const range = item.alias ?? item.range
  const first = item.type === 'map' && item.alias === undefined ? item.pairs[0] : undefined
  if (first === undefined || first.merged === true || first.range.end > range.end) return range
  return first.value.type === 'scalar' && first.value.alias === undefined
    ? { start: first.key.range.start, end: Math.max(first.key.range.end, first.value.range.end) }
    : first.key.range
}

function kindOf(node: YamlNode): SymbolKind {
  if (node.type !== 'scalar') return node.type
  if (node.value === null) return 'null'
  const type = typeof node.value
  return type === 'number' || type === 'boolean' ? type : 'text'
}

function firstLine(text: string, { start, end }: Range): Range {
  const newline = text.indexOf('\n', start)
  return { start, end: newline === -1 || newline > end ? end : newline }
}

/** Room for a name in an outline. */
const longest = 120

function oneLine(text: string): string {
  const line = text
    .slice(0, longest * 2)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' ? node.text : undefined
}
