import { lineStart } from './lineStart.ts'
import type { Range, YamlDocument, YamlMap, YamlNode, YamlPair, YamlScalar } from './yamlNode.ts'

export interface YamlEdit {
  readonly range: Range
  readonly newText: string
}

/** A piece of YAML to put in: a scalar as it is written, a mapping, or a list. */
export type Scaffold = string | readonly Scaffold[] | { readonly [key: string]: Scaffold }

/** Writes text as a scalar that the server reads as that text, whatever it holds. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u0085', '\\N').replaceAll('\u2028', '\\L').replaceAll('\u2029', '\\P')
}

/** Quotes a plain scalar, so that the server reads text; `undefined` when a tag before it would still rule. */
export function quoteEdit(document: YamlDocument, scalar: YamlScalar): YamlEdit | undefined {
  if (scalar.style !== 'plain' || scalar.text === '' || isTagged(document, scalar)) return undefined
  return { range: scalar.range, newText: quoted(scalar.text) }
}

/** Whether a tag stands before a value, which then says how any text there is read. */
export function isTagged(document: YamlDocument, node: YamlNode): boolean {
  const from = lineStart(document.text, node.range.start)
  return /(^|[\s[{,])!\S*\s+$/.test(document.text.slice(from, node.range.start))
}

/** Takes a pair out, with its lines when it has them for itself; `undefined` where that would leave no YAML behind. */
export function removePairEdit(document: YamlDocument, map: YamlMap, pair: YamlPair): YamlEdit | undefined {
  if (map.flow || map.pairs.length < 2 || pair.merged === true) return undefined
  const { text } = document
  const start = lineStart(text, pair.range.start)
  if (text.slice(start, pair.range.start).trim() !== '') return undefined
  const end = text.indexOf('\n', Math.max(pair.range.start, pair.range.end - 1))
  return { range: { start, end: end === -1 ? text.length : end + 1 }, newText: '' }
}

/**
 * Puts a key with a value behind the last one of a mapping, in the mapping's own style and indentation.
 * `undefined` where the mapping came by alias or its place is not clear.
 */
export function insertPairEdit(
  document: YamlDocument,
  map: YamlMap & { readonly alias?: Range },
  key: string,
  value: Scaffold,
): YamlEdit | undefined {
  if (map.alias !== undefined) return undefined
  const { text } = document
  if (map.flow) {
    if (text[map.range.end - 1] !== '}') return undefined
    const inner = text.slice(map.range.start + 1, map.range.end - 1)
    const at = map.range.start + 1 + inner.trimEnd().length
    const comma = inner.trim() === '' || inner.trimEnd().endsWith(',') ? '' : ', '
    return { range: { start: at, end: at }, newText: `${comma}${key}: ${flowText(value)}` }
  }
  const place = placeBehind(document, map)
  return place && { range: { start: place.at, end: place.at }, newText: `\n${blockText(key, value, place.indent)}` }
}

/**
 * Where lines can be put in behind the last key of a block mapping: the end of the line before them, and the column of
 * its keys. `undefined` where that is not clear.
 */
export function placeBehind(
  { text }: YamlDocument,
  map: YamlMap,
): { readonly at: number; readonly indent: number } | undefined {
  const own = map.pairs.filter((pair) => pair.merged !== true)
  const first = own.find((pair) => /^(?:- +| )*$/.test(text.slice(lineStart(text, pair.range.start), pair.range.start)))
  const last = own.at(-1)
  if (first === undefined || last === undefined || last.value.alias !== undefined) return undefined
  // Below `? ` the column of a key is that of its text, where another key would be part of it.
  const above = lineStart(text, lineStart(text, map.range.start) - 1)
  if (/(?:^|\n) *\?\s/.test(text.slice(above, last.range.start))) return undefined
  return { at: endOfContent(text, last), indent: columnOf(text, first.range.start) }
}

/** Gives a key that has no value one; the key stands at the beginning of its line or behind `- `. */
export function fillPairEdit(document: YamlDocument, pair: YamlPair, value: Scaffold): YamlEdit | undefined {
  if (pair.merged === true || pair.value.alias !== undefined) return undefined
  const { text } = document
  const at = pair.value.range.end
  // A key that still lacks its colon gets that first.
  if (!text.slice(pair.key.range.end, at).includes(':')) return undefined
  if (!/^[ \t]*(#|\r?\n|$)/.test(text.slice(at))) return undefined
  if (typeof value === 'string')
    return { range: { start: at, end: at }, newText: `${text[at - 1] === ' ' ? '' : ' '}${value}` }
  const indent = columnOf(text, pair.key.range.start)
  const lines = blockText('', value, indent).split('\n').slice(1)
  return { range: { start: at, end: at }, newText: `\n${lines.join('\n')}` }
}

/** Column of an offset in its line, UTF-16 units. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** A key and its value as block YAML, every line indented by `indent`. */
export function blockText(key: string, value: Scaffold, indent: number): string {
  const pad = ' '.repeat(indent)
  if (typeof value === 'string') return `${pad}${key}: ${value}`
  return [`${pad}${key}:`, ...childLines(value, `${pad}  `)].join('\n')
}

function childLines(value: Scaffold, pad: string): readonly string[] {
  if (typeof value === 'string') return [`${pad}${value}`]
  if (isList(value)) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = childLines(item, `${pad}  `)
      return [`${pad}- ${first.trimStart()}`, ...rest]
    })
  }
  return Object.entries(value).flatMap(([key, child]) => blockText(key, child, pad.length).split('\n'))
}

function flowText(value: Scaffold): string {
  if (typeof value === 'string') return value
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, child]) => `${key}: ${flowText(child)}`)
    .join(', ')}}`
}

function isList(value: Scaffold): value is readonly Scaffold[] {
  return Array.isArray(value)
}

/** The end of the line on which a pair ends, whatever else (a comment, an anchor without a value) stands there. */
function endOfContent(text: string, pair: YamlPair): number {
  const end = deepEnd(pair.value, pair.range.end)
  const at = pair.range.start + text.slice(pair.range.start, end).trimEnd().length
  // Lines end where YAML 1.1 ends them: behind another kind of line end the document may have ended, too.
  anyBreak.lastIndex = at
  const lineEnd = anyBreak.exec(text)?.index ?? text.length
  return at + text.slice(at, lineEnd).trimEnd().length
}

const anyBreak = /[\n\r\u0085\u2028\u2029]/g

function deepEnd(node: YamlNode, end: number): number {
  return node.alias === undefined ? Math.max(end, node.range.end) : end
}
