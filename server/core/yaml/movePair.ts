import { commentsAbove } from './commentsAbove.ts'
import { lineStart } from './lineStart.ts'
import { columnOf, placeBehind, removePairEdit, type YamlEdit } from './yamlEdit.ts'
import type { Path, Range, YamlDocument, YamlMap, YamlNode, YamlPair } from './yamlNode.ts'
import { pairOf } from './yamlPath.ts'

/**
 * Moves a pair of a block mapping into the mapping at a path of the same document, with its lines and the comments
 * directly above; mappings that are missing on the way are begun. `undefined` where the key stands there already, where
 * nothing would be left behind, or where it is not clear that the YAML keeps its meaning.
 */
export function movePairEdits(
  document: YamlDocument,
  map: YamlMap,
  pair: YamlPair,
  path: Path,
): readonly YamlEdit[] | undefined {
  const isClear = document.problems.length === 0 && !document.templated && !alias.test(document.text)
  const lines = isClear ? pairLines(document, map, pair) : undefined
  const target = lines && targetAt(document, path, pair)
  if (lines === undefined || target === undefined) return undefined
  const { text } = document
  const block = (indent: number) => {
    const inner = indent + target.missing.length * indentStep
    const moved = reindented(text.slice(lines.start, lines.end), inner - columnOf(text, pair.range.start))
    const keys = target.missing.map((key, at) => `${' '.repeat(indent + at * indentStep)}${key}:`)
    return moved === undefined ? undefined : [...keys, moved].join(lineBreak(text))
  }
  if (target.map === map && target.empty === undefined) {
    const newText = block(columnOf(text, pair.range.start))
    return newText === undefined ? undefined : [{ range: lines, newText: newText + endOf(text, lines) }]
  }
  const place = removePairEdit(document, map, pair) && placeIn(document, target)
  const newText = place && block(place.indent)
  if (place === undefined || newText === undefined) return undefined
  // What stands last leaves its lines to what comes in its place.
  if (lines.start <= place.at && place.at < lines.end) return [{ range: lines, newText: newText + endOf(text, lines) }]
  return [
    { range: { start: place.at, end: place.at }, newText: lineBreak(text) + newText },
    { range: lines, newText: '' },
  ]
}

/** Columns by which the keys of a mapping that is begun stand behind its own. */
const indentStep = 2

/** What is used in two places would change in both. */
const alias = /(?:^|[\s[{,])\*[^\s*]/

/** What a line end, an anchor, a tab, or text that keeps the blank lines behind it means elsewhere is not clear. */
const unmovable = /(?:^|[\s[{,])[&*][^\s]|[|>]\d?\+|\t|\r(?!\n)|[\u0085\u2028\u2029\uFEFF]/

/** The lines that a pair has for itself, with the comments above it. */
function pairLines({ text }: YamlDocument, map: YamlMap, pair: YamlPair): Range | undefined {
  if (map.flow || pair.merged === true || pair.value.alias !== undefined) return undefined
  if (pair.range.start !== pair.key.range.start || /\n/.test(text.slice(pair.key.range.start, pair.key.range.end)))
    return undefined
  const first = lineStart(text, pair.range.start)
  if (!/^ *$/.test(text.slice(first, pair.range.start))) return undefined
  const content = Math.max(pair.range.end, pair.value.range.end)
  const last = pair.range.start + text.slice(pair.range.start, content).trimEnd().length
  const newline = text.indexOf('\n', last)
  const above = commentsAbove(text, first, pair.range.start - first, 0)
  // What stands above everything is about the whole file.
  const start = above === 0 ? first : above
  const range = { start, end: newline === -1 ? text.length : newline + 1 }
  return unmovable.test(text.slice(range.start, range.end)) ? undefined : range
}

interface Target {
  /** the innermost mapping that is there */
  readonly map: YamlMap
  /** a key of it without a value, below which the missing ones go */
  readonly empty?: YamlPair
  readonly missing: readonly string[]
}

/** Where on the way to a path the mappings end; `undefined` where one is no place for more lines, or has the key. */
function targetAt({ root, text }: YamlDocument, path: Path, moved: YamlPair): Target | undefined {
  let node: YamlNode | undefined = root
  for (const [at, step] of path.entries()) {
    if (node?.alias !== undefined) return undefined
    if (typeof step === 'number') node = node?.type === 'list' ? node.items[step] : undefined
    else {
      if (node?.type !== 'map' || node.flow) return undefined
      const pair = pairOf(node, step)
      const missing = path.slice(at).filter((one) => typeof one === 'string')
      if (pair === undefined) return { map: node, missing }
      if (pair.merged === true || pair === moved) return undefined
      if (isEmpty(pair, text)) return { map: node, empty: pair, missing: missing.slice(1) }
      node = pair.value
    }
  }
  if (node?.type !== 'map' || node.flow || node.alias !== undefined) return undefined
  return pairOf(node, moved.key.text) === undefined ? { map: node, missing: [] } : undefined
}

/** Whether nothing but a comment stands behind the colon of a key that begins its line. */
function isEmpty({ key, value }: YamlPair, text: string): boolean {
  if (value.type !== 'scalar' || value.value !== null || value.alias !== undefined || value.templated) return false
  const lead = text.slice(lineStart(text, key.range.start), key.range.start)
  return /^(?:- +| )*$/.test(lead) && /^: *(?:#.*)?\r?(?:\n|$)/.test(text.slice(key.range.end))
}

function placeIn(document: YamlDocument, { map, empty }: Target): ReturnType<typeof placeBehind> {
  const place = placeBehind(document, map)
  if (empty === undefined || place === undefined) return place
  const { text } = document
  const line = /^[^\r\n]*/.exec(text.slice(empty.key.range.start))?.[0] ?? ''
  return { at: empty.key.range.start + line.trimEnd().length, indent: place.indent + indentStep }
}

/** Lines moved by so many columns, without their last line end; `undefined` where one stands too far left. */
function reindented(lines: string, by: number): string | undefined {
  const moved = lines
    .replace(/\r?\n$/, '')
    .split('\n')
    .map((line) => {
      if (line.trim() === '' && !line.startsWith(' ')) return line
      if (by >= 0) return ' '.repeat(by) + line
      const lead = columnOfText(line)
      const isFree = line.trim() === '' || line[lead] === '#'
      return lead >= -by || isFree ? line.slice(Math.min(lead, -by)) : undefined
    })
  return moved.every((line) => line !== undefined) ? moved.join('\n') : undefined
}

function columnOfText(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}

function endOf(text: string, { end }: Range): string {
  return text[end - 1] === '\n' ? lineBreak(text) : ''
}

function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
