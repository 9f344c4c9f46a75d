import { lineStart } from './lineStart.ts'

/**
 * Where the comments begin that stand directly above a line, at the column of what stands on it; the line itself when
 * there are none. None above `from` counts.
 */
export function commentsAbove(text: string, line: number, column: number, from: number): number {
  const lead = `${' '.repeat(column)}#`
  let start = line
  while (start > from) {
    const above = lineStart(text, start - 1)
    if (above < from || !text.startsWith(lead, above)) break
    start = above
  }
  return start
}
