import { isCollection, isPair, isScalar } from 'yaml'
import type { ComposedDocument, ParseError } from './composeText.ts'
import { lineStart } from './lineStart.ts'
import { shortText } from './shortText.ts'
import { strayLines } from './strayLines.ts'
import type { YamlProblem } from './yamlNode.ts'

/** A text with characters put in where a person left them out, and the way back to the offsets of the original. */
export interface MendedText {
  readonly text: string
  /** offset in the original for one in `text` */
  offsetOf(offset: number): number
  /** The insertions so far with those of the next mend that the errors of parsing it call for; `undefined` when there is none. */
  next(
    document: ComposedDocument,
    source: string,
  ): { readonly insertions: readonly Insertion[]; readonly problem: YamlProblem } | undefined
}

export interface Insertion {
  /** offset in the original */
  readonly at: number
  readonly characters: string
}

/** The original with the insertions made; they are in order of their offsets. */
export function mendText(original: string, insertions: readonly Insertion[]): MendedText {
  let text = original
  for (const { at, characters } of insertions.toReversed()) text = text.slice(0, at) + characters + text.slice(at)
  const offsetOf = (offset: number): number => {
    if (insertions.length === 0) return offset
    let shift = 0
    for (const { at, characters } of insertions) {
      if (at + shift >= offset) break
      shift = Math.min(shift + characters.length, offset - at)
    }
    return offset - shift
  }
  return {
    text,
    offsetOf,
    next(document, source) {
      const found = document.errors.length === 0 ? undefined : nextMend(document, text)
      if (found === undefined) return undefined
      const made = found.insertions.map(({ at, characters }) => ({ at: offsetOf(at), characters }))
      if (made.some(({ at }) => insertions.some((other) => other.at === at))) return undefined
      const all = [...insertions, ...made].sort((a, b) => a.at - b.at)
      const start = offsetOf(found.start)
      const problem = {
        id: found.id,
        message: found.message,
        range: { start, end: Math.max(offsetOf(found.end), start) },
      }
      return { insertions: all, problem: trimmed(problem, source) }
    },
  }
}

/** Offsets in the mended text so far. */
interface FoundMend {
  readonly insertions: readonly Insertion[]
  readonly start: number
  readonly end: number
  readonly id: YamlProblem['id']
  readonly message: string
}

function nextMend(document: ComposedDocument, text: string): FoundMend | undefined {
  let quotes: readonly Quote[] | undefined
  const quotesOf = (): readonly Quote[] => {
    quotes ??= quotedScalars(document)
    return quotes
  }
  // Later errors mostly follow from earlier ones.
  for (const error of document.errors.slice(0, 40)) {
    const found =
      strayKey(error, text) ?? missingColon(error, text) ?? openQuote(error, text, quotesOf) ?? nestedText(error, text)
    if (found !== undefined) return found
  }
  return undefined
}

/** A key under the dash of a list item, or between it and the item's keys: it is meant for the item. */
function strayKey(error: ParseError, text: string): FoundMend | undefined {
  if (error.code !== 'BAD_INDENT' && error.code !== 'MISSING_CHAR') return undefined
  const stray = strayLines(text, error.pos[0])
  if (stray === undefined) return undefined
  const { key, starts, missing } = stray
  const name = shortText(text.slice(key.start, key.end))
  return {
    insertions: starts.map((at) => ({ at, characters: ' '.repeat(missing) })),
    ...key,
    id: 'kmm/yaml-indent',
    message: `\`${name}\` stands too far left to be part of the list item above: indent it by ${missing === 1 ? 'a blank' : `${missing} blanks`}`,
  }
}

/** `modul` on a line of its own: the parser takes it and the next line's key for one key of two lines. */
function missingColon(error: ParseError, text: string): FoundMend | undefined {
  if (error.code !== 'MULTILINE_IMPLICIT_KEY') return undefined
  const start = error.pos[0]
  const newline = text.indexOf('\n', start)
  if (newline === -1 || '"\'|>[{?&*!'.includes(text[start] ?? '')) return undefined
  const from = lineStart(text, start)
  if (!/^[\s-]*$/.test(text.slice(from, start))) return undefined
  const line = text.slice(start, newline)
  const at = start + line.replace(/\s+#.*$/, '').trimEnd().length
  const word = text.slice(start, at)
  return {
    insertions: [{ at, characters: ':' }],
    start,
    end: at,
    id: 'kmm/yaml-missing-colon',
    message: `\`${shortText(word)}\` is a key without a value: put \`:\` and the value behind it`,
  }
}

/** A quote that does not end with its line is taken to end there, so that the lines below keep their meaning. */
function openQuote(error: ParseError, text: string, quotesOf: () => readonly Quote[]): FoundMend | undefined {
  const unclosed = error.code === 'MISSING_CHAR' && /^Missing closing/.test(error.message)
  const start = unclosed
    ? quotesOf().find(({ end }) => end === error.pos[0])?.start
    : quoteBefore(quotesOf, error, text)
  if (start === undefined) return undefined
  const newline = text.indexOf('\n', start)
  const line = text.slice(start, newline === -1 ? text.length : newline).trimEnd()
  const quote = text[start] ?? '"'
  const end = start + line.length
  return {
    insertions: [{ at: end, characters: quote }],
    start,
    end,
    id: 'kmm/yaml-open-quote',
    message: `This text begins with \`${quote}\` and never ends: put \`${quote}\` at its end`,
  }
}

/** `key: some: text`: the second colon makes a mapping where none can begin, and text is meant. */
function nestedText(error: ParseError, text: string): FoundMend | undefined {
  if (error.code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined
  const start = error.pos[0]
  const from = lineStart(text, start)
  const newline = text.indexOf('\n', start)
  const line = text.slice(start, newline === -1 ? text.length : newline)
  const value = line.replace(/\s+#.*$/, '').trimEnd()
  if (!/\S:[ \t]+$/.test(text.slice(from, start)) || !/^[^'"[{|>&*!?-].*:( |$)/.test(value)) return undefined
  const quote = value.includes('"') || value.includes('\\') ? "'" : '"'
  if (value.includes(quote)) return undefined
  const end = start + value.length
  return {
    insertions: [
      { at: start, characters: quote },
      { at: end, characters: quote },
    ],
    start,
    end,
    id: 'kmm/yaml-needs-quotes',
    message: 'A colon and a space end a key, so text that holds them needs quotes',
  }
}

/** A quote of several lines, on whose last line the parser stumbles: it ended where another was meant to begin. */
function quoteBefore(quotesOf: () => readonly Quote[], error: ParseError, text: string): number | undefined {
  if (error.code !== 'UNEXPECTED_TOKEN' && error.code !== 'MISSING_CHAR' && error.code !== 'MULTILINE_IMPLICIT_KEY') {
    return undefined
  }
  const at = error.pos[0]
  return quotesOf().find(
    ({ start, end }) =>
      text.slice(start, end).includes('\n') &&
      ((start <= at && at < end) || (end <= at && !text.slice(end, at).includes('\n'))),
  )?.start
}

interface Quote {
  readonly start: number
  readonly end: number
}

/** Looked for only when something is wrong, so walking the whole tree is no loss. */
function quotedScalars(document: ComposedDocument): readonly Quote[] {
  const found: Quote[] = []
  const rest: unknown[] = [document.contents]
  while (rest.length > 0) {
    const node = rest.pop()
    if (isPair(node)) rest.push(node.key, node.value)
    else if (isCollection(node)) for (const item of node.items) rest.push(item)
    else if (isScalar(node) && node.range && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')) {
      found.push({ start: node.range[0], end: node.range[1] })
    }
  }
  return found
}

function trimmed(problem: YamlProblem, source: string): YamlProblem {
  const { start, end } = problem.range
  const newline = source.indexOf('\n', start)
  return { ...problem, range: { start, end: Math.min(end, newline === -1 ? source.length : newline) } }
}
