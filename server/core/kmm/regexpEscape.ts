import type { RegexpPartKind } from './regexpParts.ts'

/** What begins at a place of a pattern; `length` in UTF-16 units. */
export interface Piece {
  readonly kind: RegexpPartKind
  readonly length: number
  readonly stands?: string
}

const controls: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** Reads the escape that a text begins with, as Go does (`parser.parseEscape` and its callers, regexp/syntax/parse.go). */
export function escapePiece(rest: string): Piece {
  const letter = rest[1]
  if (letter === undefined) return { kind: 'invalid', length: 1 }
  if (letter === 'Q') return quotedPiece(rest)
  if (letter === 'A') return { kind: 'begin', length: 2 }
  if (letter === 'z') return { kind: 'end', length: 2 }
  if (letter === 'b' || letter === 'B') return { kind: 'boundary', length: 2 }
  if (/[dDsSwW]/.test(letter)) return { kind: 'shortClass', length: 2 }
  if (/[pP]/.test(letter)) return propertyPiece(rest)
  const control = controls[letter]
  if (control !== undefined) return { kind: 'control', length: 2, stands: control }
  const code = /^\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,8})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(rest)
  if (code !== null) return codePiece(code)
  return /^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e ]/.test(letter)
    ? { kind: 'escape', length: 2, stands: letter }
    : { kind: 'invalid', length: 2 }
}

function quotedPiece(rest: string): Piece {
  const end = rest.indexOf('\\E')
  const stands = rest.slice(2, end === -1 ? undefined : end)
  return { kind: 'quoted', length: end === -1 ? rest.length : end + 2, stands }
}

function propertyPiece(rest: string): Piece {
  const found = /^\\[pP](?:\{[^}]{0,40}\}|[A-Za-z])/.exec(rest)
  return found === null ? { kind: 'invalid', length: 2 } : { kind: 'shortClass', length: found[0].length }
}

function codePiece(code: RegExpExecArray): Piece {
  const [whole, two, braced, octal] = code
  const point = octal === undefined ? Number.parseInt(two ?? braced ?? '', 16) : Number.parseInt(octal, 8)
  if (point > 0x10ffff) return { kind: 'invalid', length: whole.length }
  const kind = point < 0x20 || point === 0x7f ? 'control' : 'escape'
  return { kind, length: whole.length, stands: String.fromCodePoint(point) }
}
