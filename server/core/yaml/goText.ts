/** Where go-yaml refuses to read on, in offsets of the text. Thrown within the reader only. */
export class GoRefusal extends Error {
  readonly at: number
  readonly reason: GoReason
  constructor(at: number, reason: GoReason) {
    super(reason)
    this.at = at
    this.reason = reason
  }
}

export type GoReason =
  | 'control'
  | 'tab'
  | 'start'
  | 'entry'
  | 'key'
  | 'value'
  | 'colon'
  | 'escape'
  | 'quote'
  | 'block'
  | 'anchor'
  | 'tag'
  | 'directive'
  | 'version'
  | 'flow'
  | 'content'
  | 'depth'

/** A place in a text; `column` and `index` count characters, `at` counts UTF-16 units. */
export interface Mark {
  readonly at: number
  readonly index: number
  readonly line: number
  readonly column: number
}

/** Reads a text character by character, with go-yaml's notion of what ends a line. */
export class GoText {
  readonly text: string
  at = 0
  index = 0
  line = 0
  column = 0

  constructor(text: string) {
    this.text = text
    // A byte order mark tells how the text is encoded, and is no part of it.
    if (text.startsWith('\ufeff')) this.at = 1
  }

  mark(): Mark {
    return { at: this.at, index: this.index, line: this.line, column: this.column }
  }

  /** The UTF-16 unit so many places ahead, `''` behind the end. */
  ahead(by = 0): string {
    return this.text[this.at + by] ?? ''
  }

  isEnd(): boolean {
    return this.at >= this.text.length
  }

  /** Goes on by one character. */
  skip(): void {
    this.at += (this.text.codePointAt(this.at) ?? 0) > 0xffff ? 2 : 1
    this.index += 1
    this.column += 1
  }

  /** Goes on by one character and answers it. */
  take(): string {
    const from = this.at
    this.skip()
    return this.text.slice(from, this.at)
  }

  /** Goes on to the end of the line and answers what is left of it. */
  takeLine(): string {
    const from = this.at
    while (!this.isEnd() && !this.isBreak()) this.skip()
    return this.text.slice(from, this.at)
  }

  /** Goes on behind a line break, and answers what it means: the breaks of YAML 1.1 that are no `\n` become one. */
  takeBreak(): string {
    const found = this.ahead()
    const both = found === '\r' && this.ahead(1) === '\n'
    this.at += both ? 2 : 1
    this.index += both ? 2 : 1
    this.endLine()
    return found === '\u2028' || found === '\u2029' ? found : '\n'
  }

  endLine(): void {
    this.line += 1
    this.column = 0
  }

  isBreak(by = 0): boolean {
    const unit = this.ahead(by)
    return unit === '\n' || unit === '\r' || unit === '\u0085' || unit === '\u2028' || unit === '\u2029'
  }

  isBlank(by = 0): boolean {
    const unit = this.ahead(by)
    return unit === ' ' || unit === '\t'
  }

  /** White space, a line break or the end. */
  isGap(by = 0): boolean {
    return this.ahead(by) === '' || this.isBlank(by) || this.isBreak(by)
  }

  /** `---` or `...` at the beginning of a line. */
  isDocumentMark(): boolean {
    if (this.column !== 0) return false
    const three = this.text.slice(this.at, this.at + 3)
    return (three === '---' || three === '...') && this.isGap(3)
  }

  skipComment(): void {
    if (this.ahead() === '#') this.takeLine()
  }

  skipBlanks(): void {
    while (this.isBlank()) this.skip()
  }
}

/** Offset of the first character that go-yaml takes nowhere, -1 without one. */
export function forbiddenCharacter(text: string): number {
  return text.search(forbidden)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/
