import type { Problem, Severity } from '../core/features/problem.ts'
import type { Range } from '../core/yaml/yamlNode.ts'
import type { Palette } from './palette.ts'
import { cellsOf, printable } from './printable.ts'
import { relatedSource, type SourceText } from './sourceText.ts'

/** Something to be told about a place in a file. */
export interface Finding {
  readonly id: string
  readonly severity: Severity
  readonly message: string
  /** offsets in the file */
  readonly range: Range
  /** further lines: fixes, advice, what a node said */
  readonly notes?: readonly string[]
  readonly related?: Problem['related']
}

export interface TextStyle {
  readonly palette: Palette
  /** longer source lines are cut around the caret; `undefined` cuts none */
  readonly columns: number | undefined
}

/** A problem of the language service, its fixes as notes. */
export function findingOf(problem: Problem): Finding {
  const { id, severity, message, range, related, fixes = [] } = problem
  const notes = fixes.map((fix) => `fix: ${fix.title}`)
  return { id, severity, message, range, notes, ...(related === undefined ? {} : { related }) }
}

/** `file:line:column severity message (id)`, the source line with carets under what is meant, and the notes. */
export function findingText(source: SourceText, finding: Finding, { palette, columns }: TextStyle): string {
  const { id, severity, message, range, notes = [], related = [] } = finding
  const head = `${placeText(source, range, palette)} ${palette[severity](severity)} ${printable(message)} ${palette.faint(`(${id})`)}`
  const relatedLines = related.map(
    (one) =>
      `  ${placeText(relatedSource(source, one), one.range, palette)} ${palette.faint('note:')} ${printable(one.message)}`,
  )
  return [head, ...excerpt(source, finding, { palette, columns }), ...notes.map((note) => `  ${printable(note)}`)]
    .concat(relatedLines)
    .map((line) => `${line}\n`)
    .join('')
}

function placeText(source: SourceText, range: Range, palette: Palette): string {
  const { line, column } = source.positionAt(range.start)
  return palette.place(`${printable(source.file)}:${line}:${column}`)
}

function excerpt(source: SourceText, { range, severity }: Finding, { palette, columns }: TextStyle): string[] {
  const start = source.positionAt(range.start)
  const end = source.positionAt(range.end)
  const whole = source.lineText(start.line)
  const from = Math.min(start.column - 1, whole.length)
  const to = end.line === start.line ? Math.min(end.column - 1, whole.length) : whole.length
  const gutter = `${String(start.line).padStart(4)} | `
  const { text, offset } = cutAround(whole, from, columns === undefined ? undefined : columns - gutter.length)
  const before = printable(text.slice(0, from - offset))
  const marked = printable(text.slice(from - offset, Math.max(to - offset, from - offset)))
  const carets = '^'.repeat(Math.max(cellsOf(marked.replaceAll('\t', ' ')), 1))
  // Tabs stay, so that the caret stands right whatever the terminal makes of them.
  const indent = before.replace(/[^\t]+/g, (run) => ' '.repeat(cellsOf(run)))
  return [
    `${palette.faint(gutter)}${printable(text)}`,
    `${palette.faint(`${' '.repeat(4)} | `)}${indent}${palette[severity](carets)}`,
  ]
}

/** Cuts a line that is wider than the terminal to a window that begins shortly before what is marked. */
function cutAround(line: string, from: number, width: number | undefined): { text: string; offset: number } {
  if (width === undefined || width < 20 || line.length <= width) return { text: line, offset: 0 }
  const offset = from < width - 20 ? 0 : from - 20
  return { text: line.slice(offset, offset + width), offset }
}
