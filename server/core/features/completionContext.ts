import type { Path, Range, YamlDocument } from '../yaml/yamlNode.ts'
import { type BlockLines, type BlockPoint, blockLines, childColumn, parentsOf, siblingsOf } from './blockLines.ts'
import { type CompletionWord, commentStart, isMarkerLine, wordIn } from './completionWord.ts'
import { indentStep } from './documentLayout.ts'
import { flowCursor } from './flowCursor.ts'
import { flowStart, startsInEarlierLine } from './flowStart.ts'

/**
 * What a cursor is at. `line`: something may begin on this line at `column`, in the map or list at `path`, or as the
 * scalar at `path`. `inline`: the value of the key at `path`, behind its colon. `flow`: within brackets.
 */
export interface CompletionContext extends CompletionWord {
  readonly place: 'line' | 'inline' | 'flow'
  readonly path: Path
  /** `flow` knows whether a key or a value is meant; block style leaves it to the schema */
  readonly role: 'member' | 'value' | 'open'
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
 * `undefined` in comments, block scalars, template actions, documents too large to be read, and where nothing can be
 * written.
 */
export function completionContext(document: YamlDocument, offset: number): CompletionContext | undefined {
  const { text } = document
  if (document.unread === true) return undefined
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
