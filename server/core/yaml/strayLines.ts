import { lineStart } from './lineStart.ts'
import type { Range } from './yamlNode.ts'

/** Keys that stand too far left to be part of the list item above them, as under its dash. */
export interface StrayLines {
  /** the first key */
  readonly key: Range
  /** where text begins on each line, the first key's, to its last */
  readonly starts: readonly number[]
  /** columns that are missing */
  readonly missing: number
}

/**
 * The lines that are meant for the list item above, when the line at an offset begins with a key that stands between the
 * item's dash and its keys. `undefined` where another thing is as likely meant: the item has that key already.
 */
export function strayLines(text: string, offset: number): StrayLines | undefined {
  const start = lineStart(text, offset)
  const stray = keyLine(lineAt(text, start))
  const item = stray && itemAbove(text, start, stray.column)
  if (stray === undefined || item === undefined || item.keys.includes(stray.key)) return undefined
  const starts: number[] = []
  let pending: number[] = []
  const known = new Set(item.keys)
  for (let at = start; at < text.length; at = nextLine(text, at)) {
    const line = lineAt(text, at)
    const column = columnOf(line)
    // What looks like a comment far right may be a line of a text.
    if (isBlank(line) && column <= stray.column) {
      if (line.trim() !== '') pending.push(at + column)
      continue
    }
    if (line.trim() === '') continue
    if (column < stray.column || (column === item.dash && /^ *-(?:\s|$)/.test(line))) break
    const key = column === stray.column ? keyLine(line)?.key : undefined
    if (key !== undefined && known.has(key)) return undefined
    if (key !== undefined) known.add(key)
    starts.push(...pending, at + column)
    pending = []
  }
  const from = start + stray.column
  return { key: { start: from, end: from + stray.key.length }, starts, missing: item.column - stray.column }
}

interface Item {
  /** column of the dash */
  readonly dash: number
  /** column of the keys */
  readonly column: number
  readonly keys: readonly string[]
}

/** The mapping behind the dash that is the next thing above as far left as a column, with its keys. */
function itemAbove(text: string, start: number, column: number): Item | undefined {
  const lines: string[] = []
  for (let at = start; at > 0; ) {
    at = lineStart(text, at - 1)
    const line = lineAt(text, at)
    if (isBlank(line)) continue
    if (columnOf(line) > column) {
      lines.push(line)
      continue
    }
    const [, lead = '', content = ''] = /^( *- +)(.*)$/.exec(line) ?? []
    const first = keyLine(content)
    if (lead.length <= column || first === undefined || first.column > 0) return undefined
    const others = lines.map(keyLine).filter((one) => one?.column === lead.length)
    return { dash: columnOf(line), column: lead.length, keys: [first.key, ...others.flatMap((one) => one?.key ?? [])] }
  }
  return undefined
}

/** The key that a line begins with, as it is written. */
function keyLine(line: string): { readonly column: number; readonly key: string } | undefined {
  const [, lead = '', key] = /^( *)([\w./-]*\w)[ \t]*:(?:[ \t]|$)/.exec(line) ?? []
  return key === undefined ? undefined : { column: lead.length, key }
}

function isBlank(line: string): boolean {
  return /^ *(?:#.*)?$/.test(line)
}

function columnOf(line: string): number {
  return line.length - line.trimStart().length
}

/** The line that begins at an offset, without its end. */
function lineAt(text: string, start: number): string {
  const newline = text.indexOf('\n', start)
  const end = newline === -1 ? text.length : newline
  return text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
}

function nextLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start)
  return newline === -1 ? text.length : newline + 1
}
