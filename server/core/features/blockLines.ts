import type { Path, PathStep } from '../yaml/yamlNode.ts'

/**
 * Reads the block structure around a line from indentation alone, so that it holds in a text that does not parse.
 * Columns and offsets are UTF-16 code units of the document's text.
 */

/** A dash or a key that begins something in a line; a line may hold several: `- - name: x`. */
export interface LineEntry {
  readonly kind: 'item' | 'key'
  readonly column: number
  readonly key: string
  /** offset behind the dash, or behind the colon */
  readonly end: number
}

export interface BlockLine {
  readonly start: number
  /** offset of the line break, `\r` left out */
  readonly end: number
  readonly entries: readonly LineEntry[]
  /** column of what follows the entries that are dashes: the key, or a scalar */
  readonly contentColumn: number
}

/** The document's lines, each looked into when it is asked for. */
export interface BlockLines {
  readonly count: number
  line(at: number): BlockLine
  /** index of the line that an offset is in */
  lineAt(offset: number): number
  /** column of the first character that is no space; `undefined` for blank lines, comments and document markers */
  indent(at: number): number | undefined
}

export function blockLines(text: string): BlockLines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const bounds = (at: number) => {
    const start = starts[at] ?? text.length
    const next = starts[at + 1]
    const end = next === undefined ? text.length : next - 1
    return { start, end: text[end - 1] === '\r' && end > start ? end - 1 : end }
  }
  return {
    count: starts.length,
    line: (at) => readLine(text, bounds(at)),
    lineAt: (offset) => lastAtMost(starts, offset),
    indent: (at) => {
      const { start, end } = bounds(at)
      let first = start
      while (first < end && (text[first] === ' ' || text[first] === '\ufeff')) first++
      if (first === end || text[first] === '#' || text[first] === '\t') return undefined
      if (first === start && /^(---|\.\.\.|%)/.test(text.slice(start, start + 3))) return undefined
      return first - start
    },
  }
}

function lastAtMost(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

const keyText =
  /(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#{}[\],&*!|>'"%@`-][^\s:#]*(?:[^\S\r\n]+[^\s:#]+|:(?=\S)[^\s:]*)*|-[^\s:#]+)[ \t]*:(?=\s|$)/y

function readLine(text: string, { start, end }: { start: number; end: number }): BlockLine {
  const entries: LineEntry[] = []
  let at = start
  const skip = () => {
    while (at < end && (text[at] === ' ' || text[at] === '\ufeff')) at++
  }
  skip()
  while (text[at] === '-' && at < end && (at + 1 === end || text[at + 1] === ' ')) {
    entries.push({ kind: 'item', column: at - start, key: '', end: at + 1 })
    at++
    skip()
  }
  const contentColumn = at - start
  const key = matchKey(text.slice(at, end))
  if (key !== undefined) {
    const plain = key.slice(0, -1).trimEnd()
    entries.push({ kind: 'key', column: contentColumn, key: unquoted(plain), end: at + key.length })
  }
  return { start, end, entries, contentColumn }
}

function matchKey(line: string): string | undefined {
  keyText.lastIndex = 0
  return keyText.exec(line)?.[0]
}

function unquoted(key: string): string {
  const quote = key[0]
  return (quote === '"' || quote === "'") && key.length > 1 && key.endsWith(quote) ? key.slice(1, -1) : key
}

/** Something whose parents are looked for: a key at a column, or an item at the column of its dash. */
export interface BlockPoint {
  readonly kind: 'item' | 'key'
  readonly column: number
}

export interface Parents {
  /** path of the map or list that the point is in; an item's own index is its last step */
  readonly path: Path
  /** column of the nearest of them, -1 at the root */
  readonly column: number
  /** keys that stand for block scalars around the point: then it is text, not YAML */
  readonly inBlockScalar: boolean
}

/** Goes up from a point in a line and collects what it is in. */
export function parentsOf(text: string, lines: BlockLines, lineIndex: number, point: BlockPoint): Parents {
  const path: PathStep[] = []
  let need = point
  let index = 0
  let inBlockScalar = false
  let parentColumn = -1
  const visit = (entry: LineEntry, line: BlockLine) => {
    if (need.kind === 'item' && entry.kind === 'item' && entry.column === need.column) {
      index++
      return
    }
    const isParent =
      entry.column < need.column || (need.kind === 'item' && entry.kind === 'key' && entry.column === need.column)
    if (!isParent) return
    if (need.kind === 'item') path.unshift(index)
    index = 0
    if (entry.kind === 'key') path.unshift(entry.key)
    // The header of a block scalar ends its line, so only the last entry of one can bear it.
    if (entry === line.entries.at(-1) && /^[ \t]*[|>][-+0-9]{0,2}[ \t]*(#.*)?$/.test(text.slice(entry.end, line.end))) {
      inBlockScalar = true
    }
    if (parentColumn === -1) parentColumn = entry.column
    need = { kind: entry.kind, column: entry.column }
  }
  const own = lines.line(lineIndex)
  for (const entry of own.entries.toReversed()) if (entry.column < point.column) visit(entry, own)
  for (let at = lineIndex - 1; at >= 0 && (need.column > 0 || need.kind === 'item'); at--) {
    const indent = lines.indent(at)
    if (indent === undefined || indent > need.column) continue
    const line = lines.line(at)
    for (const entry of line.entries.toReversed()) visit(entry, line)
  }
  if (need.kind === 'item') path.unshift(index)
  return { path, column: parentColumn, inBlockScalar }
}

/** The keys, or the dashes, that stand at a column beside a line, as far as the block around it goes. */
export function siblingsOf(lines: BlockLines, lineIndex: number, column: number): readonly LineEntry[] {
  const found: LineEntry[] = []
  /** answers whether the block ends here */
  const visit = (at: number): boolean => {
    const indent = lines.indent(at)
    if (indent === undefined || indent > column) return false
    const { entries } = lines.line(at)
    const here = entries.find((entry) => entry.column === column)
    if (here !== undefined) found.push(here)
    return indent < column
  }
  const own = lines.line(lineIndex).entries
  // Behind a dash a new item begins, and what stands above belongs to another.
  const begins = own.some((entry) => entry.kind === 'item' && entry.column < column)
  for (let at = lineIndex - 1; at >= 0 && !begins; at--) if (visit(at)) break
  for (let at = lineIndex + 1; at < lines.count; at++) {
    const indent = lines.indent(at)
    // Going down, a line that begins left of the column belongs to the next item or to somebody else.
    if (indent !== undefined && indent < column) break
    visit(at)
  }
  return found
}

/** The column at which children of a key in this line stand, `undefined` when it has none below it. */
export function childColumn(lines: BlockLines, lineIndex: number, parentColumn: number): number | undefined {
  for (let at = lineIndex + 1; at < lines.count; at++) {
    const indent = lines.indent(at)
    if (indent === undefined) continue
    if (indent > parentColumn) return indent
    return indent === parentColumn && lines.line(at).entries[0]?.kind === 'item' ? indent : undefined
  }
  return undefined
}
