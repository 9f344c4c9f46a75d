import { isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml'
import { type AliasBudget, aliasBudget } from './aliasBudget.ts'
import { checkKeys, mergePairs } from './mapKeys.ts'
import { readScalar } from './readScalar.ts'
import type { Range, ScalarStyle, YamlNode, YamlPair, YamlProblem, YamlScalar } from './yamlNode.ts'

export interface TreeSource {
  /** the document's own text, which all ranges are relative to */
  readonly text: string
  /** template actions, which were hidden from the parser */
  readonly actions: readonly Range[]
  /** offset in `text` for one of the parser's */
  offsetOf(offset: number): number
}

export interface Tree {
  readonly root: YamlNode | undefined
  readonly problems: readonly YamlProblem[]
  /** quoted and block scalars: what stands in them is no YAML */
  readonly opaque: readonly Range[]
  /** quoted scalars and whatever is in brackets: indentation means nothing there */
  readonly free: readonly Range[]
}

/** Nesting beyond this is no Kubernetes object; it is cut off so that nothing that walks the tree runs out of stack. */
const depthLimit = 400

/**
 * Turns the parser's nodes into ours, as go-yaml would decode them: scalars read by YAML 1.1, aliases resolved by
 * sharing (so a document of nested aliases stays linear), merge keys filled in, keys checked.
 */
export function buildTree(contents: unknown, source: TreeSource): Tree {
  const build: Build = { source, problems: [], opaque: [], free: [], anchors: new Map(), budget: aliasBudget() }
  const root = contents === null ? undefined : nodeOf(contents, 0, 0, build)
  // `---` alone is a document without content, not a null.
  const empty =
    root?.type === 'scalar' && root.style === 'plain' && root.range.start === root.range.end && root.value === null
  return { root: empty ? undefined : root, problems: build.problems, opaque: build.opaque, free: build.free }
}

interface Build {
  readonly source: TreeSource
  readonly problems: YamlProblem[]
  readonly opaque: Range[]
  readonly free: Range[]
  readonly anchors: Map<string, YamlNode | 'open'>
  readonly budget: AliasBudget
}

/** `at` is where an absent value would stand. */
function nodeOf(from: unknown, at: number, depth: number, build: Build, isKey = false): YamlNode {
  if (isAlias(from)) return aliasOf(from.source, rangeOf(from.range, at, build), build)
  if (!isScalar(from) && !isMap(from) && !isSeq(from)) return emptyScalar(at)
  const opened = build.budget.open()
  const { anchor } = from
  if (anchor === undefined) return contentOf(from, at, depth, build, isKey)
  build.anchors.set(anchor, 'open')
  const node = contentOf(from, at, depth, build, isKey)
  build.budget.close(node, opened)
  build.anchors.set(anchor, node)
  return node
}

function contentOf(from: unknown, at: number, depth: number, build: Build, isKey: boolean): YamlNode {
  if (isScalar(from)) return scalarOf(from, at, build, isKey)
  if (!isMap(from) && !isSeq(from)) return emptyScalar(at)
  const range = rangeOf(from.range, at, build)
  if (depth > depthLimit) {
    build.problems.push({ id: 'kmm/yaml-depth', range, message: 'This is nested too deeply to be read' })
    return emptyScalar(range.start)
  }
  const flow = from.flow === true
  if (flow) build.free.push(range)
  const place = flow ? range : withoutIndent(range, build.source.text)
  if (isMap(from)) return { type: 'map', range: place, flow, pairs: pairsOf(from, depth, build) }
  const items = from.items.map((item) => nodeOf(item, range.start, depth + 1, build))
  return { type: 'list', range: place, flow, items }
}

/** Behind a comment parsers count the indentation of what follows, which is no part of what ends there. */
function withoutIndent({ start, end }: Range, text: string): Range {
  let at = end
  while (at > start && text[at - 1] === ' ') at -= 1
  return { start, end: text[at - 1] === '\n' ? at : end }
}

function scalarOf(from: Scalar, at: number, build: Build, isKey: boolean): YamlScalar {
  const style = styles.get(from.type ?? 'PLAIN') ?? 'plain'
  const range = from.source === '' && style === 'plain' ? { start: at, end: at } : rangeOf(from.range, at, build)
  if (style !== 'plain') build.opaque.push(range)
  if (style === 'single' || style === 'double') checkQuotes(range, style, build)
  const written = from.source ?? ''
  if (build.source.actions.length > 0 && isTemplated(range, build.source)) {
    const text = build.source.text.slice(range.start, range.end)
    return { type: 'scalar', range, style, text, value: text, templated: true }
  }
  const reading = readScalar(written, style, from.tag)
  const refusal = 'refusal' in reading ? reading.refusal : isKey ? undefined : unencodable(reading.value, written)
  if (refusal !== undefined) build.problems.push({ id: 'kmm/yaml-value', range, message: refusal })
  return { type: 'scalar', range, style, text: written, value: 'value' in reading ? reading.value : written }
}

function checkQuotes(range: Range, style: 'single' | 'double', build: Build): void {
  build.free.push(range)
  if (!isOpen(build.source.text.slice(range.start, range.end), style)) return
  const message = 'This text begins with a quote and never ends: put the same quote at its end'
  build.problems.push({ id: 'kmm/yaml-open-quote', range: firstLineOf(range, build.source.text), message })
}

/** Whether the quote at the end is an escaped one, which the parser takes for the closing one. */
function isOpen(quoted: string, style: 'single' | 'double'): boolean {
  const inner = quoted.slice(1, -1)
  return style === 'single' ? inner.replaceAll("''", '').includes("'") : /(?<!\\)(?:\\\\)*\\$/.test(inner)
}

function firstLineOf(range: Range, text: string): Range {
  const newline = text.indexOf('\n', range.start)
  return { start: range.start, end: newline === -1 ? range.end : Math.min(range.end, newline) }
}

/** Infinity and not-a-number have no JSON, which the server turns every document into. */
function unencodable(value: unknown, text: string): string | undefined {
  if (typeof value !== 'number' || Number.isFinite(value)) return undefined
  return `\`${text}\` is read as a number that JSON cannot hold: put it in quotes if text is meant`
}

function pairsOf(map: YAMLMap, depth: number, build: Build): readonly YamlPair[] {
  const own: YamlPair[] = []
  const merged: YamlPair[] = []
  for (const { key: fromKey, value: fromValue } of map.items) {
    const key = keyOf(fromKey, depth, build)
    const value = nodeOf(fromValue, colonAfter(key.range.end, build.source.text), depth + 1, build)
    const end = Math.max(key.range.end, value.alias?.end ?? value.range.end)
    const pair = { key, value, range: { start: key.range.start, end } }
    if (isMergeKey(key, fromKey)) merged.push(pair)
    else own.push(pair)
  }
  build.problems.push(...checkKeys(own))
  return merged.length === 0 ? own : mergePairs(own, merged, build.problems)
}

function isMergeKey(key: YamlScalar, from: unknown): boolean {
  if (key.text !== '<<' || !isScalar(from)) return false
  return from.tag === undefined ? key.style === 'plain' : mergeTags.has(from.tag)
}

const mergeTags = new Set(['!', 'tag:yaml.org,2002:merge'])

function keyOf(from: unknown, depth: number, build: Build): YamlScalar {
  const at = isMap(from) || isSeq(from) || isScalar(from) || isAlias(from) ? (from.range?.[0] ?? 0) : 0
  const key = nodeOf(from, build.source.offsetOf(at), depth + 1, build, true)
  if (key.type === 'scalar') return key.alias === undefined ? key : { ...key, range: key.alias }
  const message = 'A key must be text: the API server refuses lists and mappings as keys'
  build.problems.push({ id: 'kmm/yaml-key', range: key.alias ?? key.range, message })
  const text = build.source.text.slice(key.range.start, key.range.end)
  return { type: 'scalar', range: key.alias ?? key.range, style: 'plain', text, value: text }
}

function aliasOf(name: string, alias: Range, build: Build): YamlNode {
  const node = build.anchors.get(name)
  const refuse = (message: string): YamlNode => {
    build.problems.push({ id: 'kmm/yaml-alias', range: alias, message })
    return { ...emptyScalar(alias.start), alias }
  }
  if (node === undefined) return refuse(`No anchor \`&${name}\` stands above this alias`)
  if (node === 'open') return refuse(`The anchor \`&${name}\` would contain itself`)
  if (!build.budget.use(node)) return refuse('The API server refuses documents that grow this much by aliases')
  return { ...node, alias }
}

function rangeOf(range: readonly number[] | null | undefined, at: number, build: Build): Range {
  const { offsetOf } = build.source
  return range ? { start: offsetOf(range[0] ?? at), end: offsetOf(range[1] ?? at) } : { start: at, end: at }
}

function emptyScalar(at: number): YamlScalar {
  return { type: 'scalar', range: { start: at, end: at }, style: 'plain', text: '', value: null }
}

/** Behind the colon that follows a key, or behind the key where there is none. */
function colonAfter(end: number, text: string): number {
  if (text[end] === ':') return end + 1
  const gap = /^[ \t]*:/.exec(text.slice(end, end + 40))
  return gap === null ? end : end + gap[0].length
}

/** Whether a template action is part of a scalar or, when it is absent, stands in its place. */
function isTemplated(range: Range, source: TreeSource): boolean {
  const end = range.end > range.start ? range.end : range.start + gapLength(source.text, range.start)
  const action = firstEndingAfter(source.actions, range.start)
  return action !== undefined && action.start < Math.max(end, range.start + 1)
}

/** Binary search in ranges that are in order and do not overlap. */
function firstEndingAfter(ranges: readonly Range[], offset: number): Range | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.end ?? 0) > offset) high = middle
    else low = middle + 1
  }
  return ranges[low]
}

/** White space and comments up to the next thing, and one character of it. */
function gapLength(text: string, from: number): number {
  blank.lastIndex = from
  return (blank.exec(text)?.[0].length ?? 0) + 1
}

const blank = /(?:\s+|(?<=\s)#[^\n]*)*/y

const styles: ReadonlyMap<string, ScalarStyle> = new Map([
  ['PLAIN', 'plain'],
  ['QUOTE_SINGLE', 'single'],
  ['QUOTE_DOUBLE', 'double'],
  ['BLOCK_LITERAL', 'literal'],
  ['BLOCK_FOLDED', 'folded'],
])
