import type { Range } from '../yaml/yamlNode.ts'
import type { BlockLine } from './blockLines.ts'

/** What is written at the cursor. */
export interface CompletionWord {
  /** what the completed text replaces: the word without its quotes */
  readonly range: Range
  /** the word's part before the cursor */
  readonly typed: string
  /** quote that the word is in */
  readonly quote: '' | '"' | "'"
  /** the quote is closed behind the word */
  readonly closed: boolean
}

/** `---`, `...` or a directive: nothing of the document's own stands there. */
export function isMarkerLine(text: string, line: BlockLine): boolean {
  return /^(---|\.\.\.|%)/.test(text.slice(line.start, line.start + 3))
}

/** Offset of the `#` that begins a comment in the line, else the line's end. */
export function commentStart(text: string, line: BlockLine): number {
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

/** The word in a range as its quotes leave it; with quotes its range is what stands between them. */
export function wordIn(text: string, range: Range, offset: number): CompletionWord {
  const first = text[range.start]
  const quote = range.end > range.start && (first === '"' || first === "'") ? first : ''
  if (quote === '')
    return { range, typed: text.slice(range.start, Math.max(range.start, offset)), quote, closed: false }
  const closed = range.end - range.start > 1 && text[range.end - 1] === quote
  const start = range.start + 1
  const end = Math.max(start, closed ? range.end - 1 : range.end)
  return { range: { start, end }, typed: text.slice(start, Math.max(start, Math.min(offset, end))), quote, closed }
}
