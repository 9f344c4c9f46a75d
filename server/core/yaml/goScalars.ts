import { GoRefusal, type GoText, type Mark } from './goText.ts'
import type { ScalarStyle } from './yamlNode.ts'

export interface GoScalar {
  readonly text: string
  readonly style: ScalarStyle
  readonly start: Mark
  /** offset behind its last character, the closing quote included */
  readonly end: number
}

/** White space within a flow scalar: breaks are folded, the first of them into a space. */
class Folding {
  #blanks = ''
  #first = ''
  #others = ''

  get isFolded(): boolean {
    return this.#first !== ''
  }

  get isEmpty(): boolean {
    return this.#first === '' && this.#blanks === ''
  }

  blank(source: GoText): void {
    const unit = source.take()
    if (!this.isFolded) this.#blanks += unit
  }

  line(source: GoText): void {
    if (this.isFolded) this.#others += source.takeBreak()
    else {
      this.#blanks = ''
      this.#first = source.takeBreak()
    }
  }

  /** What stands for all of it, which is forgotten then. */
  flush(): string {
    const folded =
      this.#first === '\n' ? this.#others || ' ' : this.isFolded ? this.#first + this.#others : this.#blanks
    this.#blanks = ''
    this.#first = ''
    this.#others = ''
    return folded
  }
}

/** A plain scalar at the place where it begins. `indent` is the column of the mapping or list around it. */
export function plainScalar(source: GoText, indent: number, inFlow: boolean): GoScalar & { readonly folded: boolean } {
  const start = source.mark()
  let text = ''
  let end = start.at
  const gap = new Folding()
  while (!source.isDocumentMark() && source.ahead() !== '#') {
    const from = source.at
    while (!source.isGap() && !endsPlain(source, inFlow)) source.skip()
    if (source.at > from) {
      text += gap.flush() + source.text.slice(from, source.at)
      end = source.at
    }
    if (!source.isBlank() && !source.isBreak()) break
    while (source.isBlank() || source.isBreak()) {
      if (source.isBreak()) gap.line(source)
      else if (gap.isFolded && source.column <= indent && source.ahead() === '\t') throw new GoRefusal(source.at, 'tab')
      else gap.blank(source)
    }
    if (!inFlow && source.column <= indent) break
  }
  return { text, style: 'plain', start, end, folded: gap.isFolded }
}

function endsPlain(source: GoText, inFlow: boolean): boolean {
  const unit = source.ahead()
  if (unit === ':' && source.isGap(1)) return true
  return inFlow && ',?[]{}'.includes(unit)
}

/** A scalar in quotes. */
export function quotedScalar(source: GoText): GoScalar {
  const start = source.mark()
  const quote = source.take()
  const single = quote === "'"
  let text = ''
  for (;;) {
    if (source.isDocumentMark() || source.isEnd()) throw new GoRefusal(start.at, 'quote')
    const gap = new Folding()
    let escapedBreak = false
    while (!source.isGap() && !escapedBreak) {
      if (single && source.ahead() === "'" && source.ahead(1) === "'") {
        source.skip()
        text += source.take()
      } else if (source.ahead() === quote) break
      else if (!single && source.ahead() === '\\' && source.isBreak(1)) {
        source.skip()
        source.takeBreak()
        escapedBreak = true
      } else if (!single && source.ahead() === '\\') text += escaped(source)
      else {
        const from = source.at
        do source.skip()
        while (!source.isGap() && source.ahead() !== quote && source.ahead() !== '\\')
        text += source.text.slice(from, source.at)
      }
    }
    if (source.ahead() === quote) break
    text += escapedBreak ? afterEscapedBreak(source) : folded(source, gap)
  }
  source.skip()
  return { text, style: single ? 'single' : 'double', start, end: source.at }
}

function folded(source: GoText, gap: Folding): string {
  while (source.isBlank() || source.isBreak()) {
    if (source.isBreak()) gap.line(source)
    else gap.blank(source)
  }
  return gap.flush()
}

/** An escaped break is nothing, and neither are the blanks behind it; further breaks stay. */
function afterEscapedBreak(source: GoText): string {
  let breaks = ''
  while (source.isBlank() || source.isBreak()) {
    if (source.isBreak()) breaks += source.takeBreak()
    else source.skip()
  }
  return breaks
}

/** What a letter behind a backslash means in double quotes. */
export const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function escaped(source: GoText): string {
  const start = source.at
  source.skip()
  const letter = source.take()
  const known = escapes[letter]
  if (known !== undefined) return known
  const length = codeLengths[letter]
  const digits = length === undefined ? '' : source.text.slice(source.at, source.at + length)
  if (length === undefined || digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
    throw new GoRefusal(start, 'escape')
  const code = Number.parseInt(digits, 16)
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw new GoRefusal(start, 'escape')
  for (let count = 0; count < length; count += 1) source.skip()
  return String.fromCodePoint(code)
}

/** A block scalar at its `|` or `>`. `indent` is the column of the mapping or list around it, -1 for none. */
export function blockScalar(source: GoText, indent: number): GoScalar {
  const start = source.mark()
  const literal = source.take() === '|'
  const { chomping, increment } = blockHeader(source, start)
  let column = increment === 0 ? 0 : Math.max(indent, 0) + increment
  let text = ''
  let lastBreak = ''
  const header = source.at
  let end = header
  const blankLines = (): string => {
    let breaks = ''
    let widest = 0
    for (;;) {
      while ((column === 0 || source.column < column) && source.ahead() === ' ') source.skip()
      widest = Math.max(widest, source.column)
      if ((column === 0 || source.column < column) && source.ahead() === '\t') throw new GoRefusal(source.at, 'tab')
      if (!source.isBreak()) break
      breaks += source.takeBreak()
    }
    if (column === 0) column = Math.max(widest, indent + 1, 1)
    return breaks
  }
  let breaks = blankLines()
  let wasBlank = false
  while (source.column === column && !source.isEnd()) {
    const isBlank = source.isBlank()
    const folds = !literal && !wasBlank && !isBlank && lastBreak === '\n'
    text += folds ? (breaks === '' ? ' ' : '') : lastBreak
    text += breaks
    wasBlank = isBlank
    text += source.takeLine()
    lastBreak = source.isEnd() ? '' : source.takeBreak()
    end = source.at
    breaks = blankLines()
  }
  if (chomping !== '-') text += lastBreak
  if (chomping === '+') text += breaks
  // Blank lines that count, and all there are where there is nothing else, are part of it.
  if (chomping === '+' || end === header) end = Math.max(header, source.at - source.column)
  return { text, style: literal ? 'literal' : 'folded', start, end }
}

interface BlockHeader {
  readonly chomping: string
  readonly increment: number
}

function blockHeader(source: GoText, start: Mark): BlockHeader {
  let chomping = ''
  let increment = 0
  const chomp = () => {
    if (source.ahead() === '+' || source.ahead() === '-') chomping = source.take()
  }
  chomp()
  if (/[0-9]/.test(source.ahead())) increment = Number(source.take()) || refuseBlock(start)
  if (chomping === '') chomp()
  source.skipBlanks()
  source.skipComment()
  if (!source.isEnd()) {
    if (!source.isBreak()) refuseBlock(start)
    source.takeBreak()
  }
  return { chomping, increment }
}

function refuseBlock(start: Mark): never {
  throw new GoRefusal(start.at, 'block')
}
