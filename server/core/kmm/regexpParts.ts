import type { Range } from '../yaml/yamlNode.ts'
import { escapePiece, type Piece } from './regexpEscape.ts'

export type RegexpPartKind =
  /** a run of characters that stand for themselves */
  | 'literal'
  /** an escaped character that stands for itself: `\.`, `\x41` */
  | 'escape'
  /** an escape for a control character: `\f`, `\x0c` */
  | 'control'
  | 'any'
  | 'class'
  /** `\d`, `\pL` and their kin */
  | 'shortClass'
  | 'begin'
  | 'end'
  | 'boundary'
  | 'open'
  | 'close'
  | 'flags'
  | 'alternation'
  | 'quantifier'
  /** `\Q…\E` */
  | 'quoted'
  /** what Go does not read */
  | 'invalid'

/** A piece of a pattern; `range` in UTF-16 offsets of the pattern, `depth` counts the groups around it. */
export interface RegexpPart {
  readonly kind: RegexpPartKind
  readonly range: Range
  readonly text: string
  readonly depth: number
  /** the characters that it stands for, of `literal`, `escape`, `control` and `quoted` */
  readonly stands?: string
}

/**
 * Cuts a pattern of Go's `regexp` (RE2 syntax, regexp/syntax/parse.go) into its parts, first to last, without gaps.
 * Never fails: what Go does not read becomes a part of kind `invalid`. The character before a quantifier is a part of
 * its own, as the quantifier is about it alone.
 */
export function regexpParts(pattern: string): readonly RegexpPart[] {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  if (cache.size >= cacheLimit) cache.clear()
  const parts = cutParts(pattern)
  cache.set(pattern, parts)
  return parts
}

/** Rules, colours and hovers look at the same few patterns again and again. */
const cacheLimit = 4_000
const cache = new Map<string, readonly RegexpPart[]>()

function cutParts(pattern: string): readonly RegexpPart[] {
  const parts: RegexpPart[] = []
  const open: number[] = []
  for (let at = 0; at < pattern.length; ) {
    const piece = pieceAt(pattern, at)
    const range = { start: at, end: at + Math.max(1, piece.length) }
    const text = pattern.slice(range.start, range.end)
    const partner = piece.kind === 'close' ? open.pop() : undefined
    const kind = piece.kind === 'close' && partner === undefined ? 'invalid' : piece.kind
    const stands = piece.stands === undefined ? {} : { stands: piece.stands }
    parts.push({ kind, range, text, depth: open.length, ...stands })
    if (text.startsWith('(') && kind !== 'flags' && !text.endsWith(')')) open.push(parts.length - 1)
    at = range.end
  }
  const unclosed = new Set(open)
  return joinedLiterals(
    parts.map((part, index) => (unclosed.has(index) && part.kind === 'open' ? { ...part, kind: 'invalid' } : part)),
  )
}

function pieceAt(pattern: string, at: number): Piece {
  switch (pattern[at]) {
    case '^':
      return { kind: 'begin', length: 1 }
    case '$':
      return { kind: 'end', length: 1 }
    case '.':
      return { kind: 'any', length: 1 }
    case '|':
      return { kind: 'alternation', length: 1 }
    case ')':
      return { kind: 'close', length: 1 }
    case '(':
      return groupPiece(pattern.slice(at))
    case '[':
      return classPiece(pattern, at)
    case '*':
    case '+':
    case '?':
      return { kind: 'quantifier', length: pattern[at + 1] === '?' ? 2 : 1 }
    case '{':
      return repeatPiece(pattern.slice(at, at + 12))
    case '\\':
      return escapePiece(pattern.slice(at))
    default:
      return literalPiece(String.fromCodePoint(pattern.codePointAt(at) ?? 0))
  }
}

function literalPiece(stands: string): Piece {
  return { kind: 'literal', length: stands.length, stands }
}

/** `{` that begins no count is an ordinary character to Go. */
function repeatPiece(rest: string): Piece {
  const found = /^\{\d+(?:,\d*)?\}\??/.exec(rest)
  return found === null ? literalPiece('{') : { kind: 'quantifier', length: found[0].length }
}

function groupPiece(rest: string): Piece {
  if (!rest.startsWith('(?')) return { kind: 'open', length: 1 }
  const named = /^\(\?P?<\w+>/.exec(rest)
  if (named !== null) return { kind: 'open', length: named[0].length }
  const flags = /^\(\?[imsU]*(?:-[imsU]+)?([:)])/.exec(rest)
  if (flags !== null && flags[0] !== '(?)')
    return { kind: flags[1] === ':' ? 'open' : 'flags', length: flags[0].length }
  const foreign = /^\(\?(?:<[=!]|[=!>#]|P?<\w*|[\w-]*)/.exec(rest)
  return { kind: 'invalid', length: foreign?.[0].length ?? 2 }
}

/** `[…]`, in which a `]` that comes first is a member. */
function classPiece(pattern: string, start: number): Piece {
  let at = start + 1
  if (pattern[at] === '^') at += 1
  if (pattern[at] === ']') at += 1
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1
    else if (pattern[at] === ']') return { kind: 'class', length: at + 1 - start }
    else if (pattern.startsWith('[:', at)) at += posixLength(pattern, at)
  }
  return { kind: 'invalid', length: pattern.length - start }
}

/** How far `[:alpha:]` reaches beyond its first character; nothing where it is no such name. */
function posixLength(pattern: string, at: number): number {
  const name = /^\[:[^\]:]{0,20}:\]/.exec(pattern.slice(at, at + 24))
  return name === null ? 0 : name[0].length - 1
}

function joinedLiterals(parts: readonly RegexpPart[]): readonly RegexpPart[] {
  const joined: RegexpPart[] = []
  for (const [index, part] of parts.entries()) {
    const before = joined.at(-1)
    const isAlone = parts[index + 1]?.kind === 'quantifier'
    if (part.kind === 'literal' && before?.kind === 'literal' && !isAlone) {
      const range = { start: before.range.start, end: part.range.end }
      const stands = `${before.stands ?? ''}${part.stands ?? ''}`
      joined[joined.length - 1] = { ...before, range, text: before.text + part.text, stands }
    } else joined.push(part)
  }
  return joined
}
