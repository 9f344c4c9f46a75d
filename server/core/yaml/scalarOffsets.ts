import { escapes } from './goScalars.ts'
import type { Range, YamlScalar } from './yamlNode.ts'

/** Leads from a scalar's text, quotes and escapes undone, back to the characters that were written. */
export interface ScalarOffsets {
  /** where a part of the text is written, offsets of the document */
  sourceRange(part: Range): Range
  /** the character of the text that is written at an offset of the document; the text's length behind the last */
  textOffset(sourceOffset: number): number
}

/**
 * Maps a scalar's text to its source, character by character: single and double quotes, escapes, folded lines and block
 * scalars. `undefined` where the written text does not lead to `scalar.text`, such as behind a tag.
 */
export function scalarOffsets(
  source: string,
  scalar: Pick<YamlScalar, 'range' | 'style' | 'text'>,
): ScalarOffsets | undefined {
  const units = unitsOf(source, scalar)
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  let last = contentRange(source, scalar.range, scalar.style).start
  for (let index = 0; index < scalar.text.length; ) {
    const unit = units[at]
    if (unit !== undefined && unit.text !== '' && scalar.text.startsWith(unit.text, index)) {
      for (let half = 0; half < unit.text.length; half += 1) {
        starts.push(unit.start)
        ends.push(unit.end)
      }
      index += unit.text.length
      last = unit.end
      at += 1
    } else if (unit?.blank === true) {
      // Indentation and the blanks that folding swallows.
      at += 1
    } else if (scalar.text[index] === ' ' || scalar.text[index] === '\n') {
      // A blank that folding made of line breaks, which are behind us.
      starts.push(last)
      ends.push(last)
      index += 1
    } else return undefined
  }
  const whole = { start: starts[0] ?? last, end: last }
  return {
    sourceRange({ start, end }) {
      const from = starts[start] ?? whole.end
      return { start: from, end: end > start ? Math.max(from, ends[Math.min(end, ends.length) - 1] ?? from) : from }
    },
    textOffset(sourceOffset) {
      const next = ends.findIndex((end) => end > sourceOffset)
      return next === -1 ? scalar.text.length : next
    },
  }
}

/** One written character, or one escape, and what it stands for; nothing for an escaped line break. */
interface Unit {
  readonly text: string
  readonly start: number
  readonly end: number
  /** white space that was not escaped, which YAML may drop */
  readonly blank: boolean
}

function unitsOf(source: string, { range, style }: Pick<YamlScalar, 'range' | 'style'>): readonly Unit[] {
  const inner = contentRange(source, range, style)
  const units: Unit[] = []
  for (let start = inner.start; start < inner.end; ) {
    const unit = style === 'double' && source[start] === '\\' ? escapeAt(source, start) : plainAt(source, start, style)
    units.push(unit)
    start = unit.end
  }
  return units
}

function contentRange(source: string, { start, end }: Range, style: YamlScalar['style']): Range {
  if (style === 'plain') return { start, end }
  if (style === 'literal' || style === 'folded') {
    const newline = source.indexOf('\n', start)
    return { start: newline === -1 ? end : Math.min(end, newline + 1), end }
  }
  const closed = end > start + 1 && source[end - 1] === source[start]
  return { start: Math.min(start + 1, end), end: closed ? end - 1 : end }
}

function plainAt(source: string, start: number, style: YamlScalar['style']): Unit {
  const length = style === 'single' && source.startsWith("''", start) ? 2 : 1
  const text = source[start] ?? ''
  return { text, start, end: start + length, blank: /^[ \t\r\n]$/.test(text) }
}

function escapeAt(source: string, start: number): Unit {
  const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(source.slice(start, start + 10))
  if (code !== null) {
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)
    const text = point <= 0x10ffff ? String.fromCodePoint(point) : ''
    return { text, start, end: start + code[0].length, blank: false }
  }
  const end = source.startsWith('\r\n', start + 1) ? start + 3 : start + 2
  const letter = source.slice(end - 1, end)
  const text = letter === '\n' ? '' : (escapes[letter] ?? letter)
  return { text, start, end: Math.min(end, source.length), blank: text === '' }
}
