/** A place for people: line and column count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A text whose offsets can be told as lines and columns. The command line's only place that does so. */
export interface SourceText {
  /** the file's name as the user gave it */
  readonly file: string
  positionAt(offset: number): Position
  /** a line's text without its end; lines count from 1 */
  lineText(line: number): string
  /** a file that was read beside this one, by the name it was given */
  beside(file: string): SourceText | undefined
}

/** Indexes the lines of a text; `\n`, `\r\n` and `\r` end one, as in YAML. */
export function sourceText(file: string, text: string, beside: SourceText['beside'] = () => undefined): SourceText {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return {
    file,
    beside,
    positionAt(offset) {
      const at = Math.min(Math.max(offset, 0), text.length)
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= at) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: at - (starts[low] ?? 0) + 1 }
    },
    lineText(line) {
      return text.slice(starts[line - 1] ?? text.length, starts[line] ?? text.length).replace(/[\r\n]+$/, '')
    },
  }
}

/** Where a related place of a finding in `source` stands: there, or in the file that it names. */
export function relatedSource(source: SourceText, { uri }: { readonly uri?: string }): SourceText {
  return uri === undefined ? source : (source.beside(uri) ?? sourceText(uri, ''))
}
