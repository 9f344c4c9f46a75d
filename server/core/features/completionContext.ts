import type { Path, Range, YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import {
  type BlockLine,
  type BlockLines,
  type BlockPoint,
  blockLines,
  childColumn,
  parentsOf,
  siblingsOf,
} from './blockLines.ts'
import { flowCursor } from './flowCursor.ts'

/**
 * What a cursor is at. `line`: something may begin on this line at `column`, in the map or list at `path`, or as the
 * scalar at `path`. `inline`: the value of the key at `path`, behind its colon. `flow`: within brackets.
 */
export interface CompletionContext {
  readonly place: 'line' | 'inline' | 'flow'
  readonly path: Path
  /** `flow` knows whether a key or a value is meant; block style leaves it to the schema */
  readonly role: 'member' | 'value' | 'open'
  /** what the completed text replaces: the word at the cursor without its quotes */
  readonly range: Range
  /** the word's part before the cursor */
  readonly typed: string
  /** quote that the word is in */
  readonly quote: '' | '"' | "'"
  /** the quote is closed behind the word */
  readonly closed: boolean
  /** a colon follows the word: it is a key that has its value already */
  readonly hasColon: boolean
  /** what must be put before the completed text: a space right behind a dash, colon or comma */
  readonly lead: '' | ' '
  /** what must be put behind a new member within brackets, before the next one */
  readonly trail?: '' | ',' | ', '
  /** `line`: column where the word stands, or should: the line's own indentation is to be replaced then (`misplaced`). `inline`: column where children of the key stand, or would stand */
  readonly column: number
  readonly misplaced?: true
  /** a dash stands before the word */
  readonly dashed: boolean
  /** how many items of the list at `path` stand above, when it is one */
  readonly index: number
  /** keys that are there already */
  readonly present: readonly string[]
}

/**
 * Where a cursor is, from the text's indentation and, for brackets and quotes of several lines, from the tree.
 * `undefined` in comments, block scalars, template actions, and where nothing can be written.
 */
export function completionContext(document: YamlDocument, offset: number): CompletionContext | undefined {
  const { text } = document
  const lines = blockLines(text)
  const lineIndex = lines.lineAt(offset)
  const line = lines.line(lineIndex)
  if (isMarkerLine(text, line) || offset > commentStart(text, line)) return undefined
  const flow = flowStart(document, lines, lineIndex, offset)
  if (flow !== undefined) return flowContext(text, lines, flow, offset)
  if (startsInEarlierLine(document.root, offset, line.start)) return undefined
  return blockContext(text, lines, lineIndex, offset)
}

function blockContext(
  text: string,
  lines: BlockLines,
  lineIndex: number,
  offset: number,
): CompletionContext | undefined {
  const line = lines.line(lineIndex)
  const contentEnd = Math.max(
    line.start,
    line.start + text.slice(line.start, commentStart(text, line)).trimEnd().length,
  )
  const contentStart = line.start + line.contentColumn
  const key = line.entries.find((entry) => entry.kind === 'key')
  if (key !== undefined && offset >= key.end) return inlineContext(text, lines, lineIndex, offset, contentEnd)
  const isBlank = contentEnd <= contentStart
  if (!isBlank && offset < contentStart) return undefined
  const dash = line.entries.findLast((entry) => entry.kind === 'item')
  if (isBlank && dash !== undefined && offset < dash.end) return undefined
  if (text.slice(line.start, isBlank ? offset : contentStart).includes('\t')) return undefined
  const own = isBlank ? Math.max(offset - line.start, dash === undefined ? 0 : dash.column + 2) : line.contentColumn
  const isFree = key === undefined && dash === undefined
  const { column, path, inBlockScalar } = isFree
    ? placeAmong(text, lines, lineIndex, own, isBlank)
    : { ...parentsOf(text, lines, lineIndex, { kind: 'key', column: own }), column: own }
  if (inBlockScalar) return undefined
  const siblings = siblingsOf(lines, lineIndex, column)
  const end = key ? text.slice(0, key.end - 1).trimEnd().length : contentEnd
  const word = isBlank
    ? wordIn(text, { start: offset, end: offset }, offset)
    : wordIn(text, { start: contentStart, end }, offset)
  return {
    place: 'line',
    path,
    role: 'open',
    ...word,
    hasColon: key !== undefined,
    lead: isBlank && dash !== undefined && dash.end === offset ? ' ' : '',
    column,
    ...(column !== own && { misplaced: true }),
    dashed: dash !== undefined,
    index: siblings.filter((entry) => entry.kind === 'item' && entry.end < line.start).length,
    present: siblings.flatMap((entry) => (entry.kind === 'key' ? [entry.key] : [])),
  }
}

/**
 * Where what is new on a line is meant to stand, seen from the line below: a blank line above deeper ones would become
 * their parent, one above shallower ones would part them from theirs, and a key above a dash would part its list.
 */
function placeAmong(
  text: string,
  lines: BlockLines,
  lineIndex: number,
  own: number,
  isBlank: boolean,
): { readonly column: number; readonly path: Path; readonly inBlockScalar: boolean } {
  const below = lineBelow(lines, lineIndex)
  const indent = below === undefined ? 0 : (lines.indent(below) ?? 0)
  const deeper = isBlank ? Math.max(own, indent) : own
  const parents = parentsOf(text, lines, lineIndex, { kind: 'key', column: deeper })
  const column = indent > parents.column && indent < deeper && below !== undefined ? indent : deeper
  const first = below === undefined ? undefined : lines.line(below).entries[0]
  if (first?.kind !== 'item' || first.column !== column) return { ...parents, column }
  const list = parentsOf(text, lines, lineIndex, { kind: 'item', column })
  return { ...list, path: list.path.slice(0, -1), column }
}

function lineBelow(lines: BlockLines, lineIndex: number): number | undefined {
  for (let at = lineIndex + 1; at < lines.count; at++) if (lines.indent(at) !== undefined) return at
  return undefined
}

function inlineContext(
  text: string,
  lines: BlockLines,
  lineIndex: number,
  offset: number,
  contentEnd: number,
): CompletionContext | undefined {
  const line = lines.line(lineIndex)
  const key = line.entries.at(-1)
  if (key === undefined) return undefined
  let start = key.end
  while (start < contentEnd && text[start] === ' ') start++
  if (start < contentEnd && offset < start) return undefined
  const value: Range = start >= contentEnd ? { start: offset, end: offset } : { start, end: contentEnd }
  if (offset > value.end || /^(?:[&*!|>]|\{\{)/.test(text.slice(value.start, value.end))) return undefined
  const parents = parentsOf(text, lines, lineIndex, key)
  if (parents.inBlockScalar) return undefined
  const below = childColumn(lines, lineIndex, key.column)
  const children = below === undefined ? [] : childKeys(lines, lineIndex + 1, below)
  return {
    place: 'inline',
    path: [...parents.path, key.key],
    role: 'open',
    ...wordIn(text, value, offset),
    hasColon: false,
    lead: offset === key.end ? ' ' : '',
    column: below ?? key.column + indentStep(text),
    dashed: false,
    index: 0,
    present: children,
  }
}

function childKeys(lines: BlockLines, first: number, column: number): readonly string[] {
  let at = first
  while (at < lines.count && lines.indent(at) === undefined) at++
  const own = lines.line(at).entries.find((entry) => entry.column === column)
  const others = siblingsOf(lines, at, column)
  return [...(own ? [own] : []), ...others].flatMap((entry) => (entry.kind === 'key' ? [entry.key] : []))
}

function flowContext(text: string, lines: BlockLines, start: number, offset: number): CompletionContext | undefined {
  const cursor = flowCursor(text, start, offset)
  if (cursor === undefined) return undefined
  const base = nodePath(text, lines, start)
  if (base === undefined) return undefined
  return {
    place: 'flow',
    path: [...base, ...cursor.steps],
    role: cursor.role,
    ...wordIn(text, cursor.range, offset),
    hasColon: cursor.hasColon,
    lead: cursor.afterColon || text[cursor.range.start - 1] === ',' ? ' ' : '',
    trail: cursor.trail,
    column: 0,
    dashed: false,
    index: 0,
    present: cursor.present,
  }
}

/** Path of the node that begins at an offset. */
function nodePath(text: string, lines: BlockLines, start: number): Path | undefined {
  const lineIndex = lines.lineAt(start)
  const line = lines.line(lineIndex)
  const before = line.entries.findLast((entry) => line.start + entry.column < start && entry.end <= start)
  const point: BlockPoint = before ?? { kind: 'key', column: start - line.start }
  const parents = parentsOf(text, lines, lineIndex, point)
  if (parents.inBlockScalar) return undefined
  return before?.kind === 'key' ? [...parents.path, before.key] : parents.path
}

/** Where the outermost brackets around the cursor open: by the tree, or where it is unfinished by the text. */
function flowStart(document: YamlDocument, lines: BlockLines, lineIndex: number, offset: number): number | undefined {
  const { text } = document
  const byTree = outermostFlow(document.root, offset)
  const candidates = byTree === undefined ? [] : [byTree]
  // An open bracket's collection may end, to the parser, before the blank that the cursor stands on.
  for (let at = lineIndex; at >= 0 && at >= lineIndex - 50; at--) {
    const line = lines.line(at)
    const valueStart = line.entries.at(-1)?.end ?? line.start
    const bracket = /^\s*[{[](?!\{)/.exec(text.slice(valueStart, line.end))
    if (bracket !== null) candidates.push(valueStart + bracket[0].length - 1)
    if (at < lineIndex && lines.indent(at) !== undefined && line.entries.length > 0) break
  }
  return candidates.find((start) => start < offset && flowIsOpen(text, start, offset))
}

function flowIsOpen(text: string, start: number, offset: number): boolean {
  return flowCursor(text, start, offset) !== undefined || closesBehind(text, start, offset)
}

/** Within brackets, though nothing can be written there. */
function closesBehind(text: string, start: number, offset: number): boolean {
  let depth = 0
  for (let at = start; at < offset; at++) {
    if (text[at] === '{' || text[at] === '[') depth++
    else if (text[at] === '}' || text[at] === ']') depth--
  }
  return depth > 0
}

function outermostFlow(root: YamlNode | undefined, offset: number): number | undefined {
  let node = root
  while (node !== undefined && node.type !== 'scalar' && node.alias === undefined) {
    if (node.flow) return node.range.start
    const children: readonly YamlNode[] =
      node.type === 'list' ? node.items : node.pairs.filter((pair) => !pair.merged).map((pair) => pair.value)
    node = children.find(
      (child) => child.range.start < offset && offset <= child.range.end && child.alias === undefined,
    )
  }
  return undefined
}

/** A quoted text of several lines around the cursor. */
function startsInEarlierLine(root: YamlNode | undefined, offset: number, lineStart: number): boolean {
  let node = root
  while (node !== undefined && node.alias === undefined) {
    if (node.type === 'scalar') {
      return (
        (node.style === 'single' || node.style === 'double') && node.range.start < lineStart && offset < node.range.end
      )
    }
    const children: readonly YamlNode[] =
      node.type === 'list' ? node.items : node.pairs.filter((pair) => !pair.merged).map((pair) => pair.value)
    node = children.find((child) => child.range.start < offset && offset < child.range.end)
  }
  return false
}

function isMarkerLine(text: string, line: BlockLine): boolean {
  return /^(---|\.\.\.|%)/.test(text.slice(line.start, line.start + 3))
}

/** Offset of the `#` that begins a comment in the line, else the line's end. */
function commentStart(text: string, line: BlockLine): number {
  let quote = ''
  for (let at = line.start; at < line.end; at++) {
    const character = text[at] ?? ''
    const begins = at === line.start || /[\s[{,]/.test(text[at - 1] ?? ' ')
    if (quote === '' && begins && (character === '"' || character === "'")) quote = character
    else if (character === quote && text[at - 1] !== '\\') quote = ''
    else if (quote === '' && character === '#' && (at === line.start || /\s/.test(text[at - 1] ?? ' '))) return at
  }
  return line.end
}

function wordIn(
  text: string,
  range: Range,
  offset: number,
): Pick<CompletionContext, 'range' | 'typed' | 'quote' | 'closed'> {
  const first = text[range.start]
  const quote = range.end > range.start && (first === '"' || first === "'") ? first : ''
  if (quote === '')
    return { range, typed: text.slice(range.start, Math.max(range.start, offset)), quote, closed: false }
  const closed = range.end - range.start > 1 && text[range.end - 1] === quote
  const start = range.start + 1
  const end = Math.max(start, closed ? range.end - 1 : range.end)
  return { range: { start, end }, typed: text.slice(start, Math.max(start, Math.min(offset, end))), quote, closed }
}

/** How far the document indents children: what its first indented line does, else two. */
export function indentStep(text: string): number {
  const found = /^[^\s#-][^\n]*:[ \t]*\r?\n( +)[^\s#-]/m.exec(text)
  return found?.[1]?.length ?? 2
}

/** Whether the document puts the dashes of a list under its key (`a:` over `- b`) rather than indented. */
export function listsAreFlush(text: string): boolean {
  const found = /^( *)(?:- )?[^\s#-][^\n]*:[ \t]*\r?\n( *)- /m.exec(text)
  return found !== null && found[1]?.length === found[2]?.length
}
