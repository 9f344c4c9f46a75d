import type { Range } from '../yaml/yamlNode.ts'
import { compileGoRegexp } from './goRegexp.ts'
import { type RegexpPart, type RegexpPartKind, regexpParts } from './regexpParts.ts'

/** A place of a pattern, and the pattern without what is odd there, when that can be said. */
export interface RegexpAdvice {
  readonly range: Range
  readonly text: string
  readonly mended?: string
}

/** Letters of Go's escapes for control characters, by the character: what the person wrote behind the backslash. */
const controlLetters: ReadonlyMap<string, string> = new Map([
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
])

/** Escapes for control characters, such as the `\f` of `\fc39`; mended, a dot and the letter. */
export function controlEscapes(pattern: string): readonly RegexpAdvice[] {
  return regexpParts(pattern)
    .filter((part) => part.kind === 'control')
    .map(({ range, text }) => {
      const letter = /^\\[afnrtv]$/.test(text) ? text.slice(1) : undefined
      return { range, text, ...(letter && { mended: spliced(pattern, range, `\\.${letter}`) }) }
    })
}

/** The letter that an escape for this control character is written with, such as `f` for a form feed. */
function controlLetter(character: string): string | undefined {
  return controlLetters.get(character)
}

const oneCharacter: ReadonlySet<RegexpPartKind> = new Set(['literal', 'escape', 'class', 'shortClass', 'quoted'])

/** Dots that stand for one character of any kind before a letter or digit, where a dot of the name is most likely meant. */
export function openDots(pattern: string): readonly Range[] {
  const parts = regexpParts(pattern)
  return parts.flatMap((part, at) => {
    const [before, next] = [parts[at - 1], parts[at + 1]]
    if (part.kind !== 'any' || before?.kind === 'any' || next === undefined) return []
    const isName = next.kind === 'literal' && /^[A-Za-z0-9]/.test(next.text)
    const isNumber = next.kind === 'shortClass' || next.kind === 'class'
    const follows = before?.kind === 'literal' && /[A-Za-z0-9]$/.test(before.text)
    return isName || (isNumber && follows) ? [part.range] : []
  })
}

/** Whether a regexp spells one kernel out, its dots escaped or not. */
export function isOneKernel(pattern: string): boolean {
  return /^\^(?:[A-Za-z0-9_~.-]|\\[^A-Za-z0-9])+\$$/.test(pattern)
}

/** The pattern with dots at these places escaped; places in order. */
export function withDotsEscaped(pattern: string, dots: readonly Range[]): string {
  const ends = [...dots.map(({ end }) => end), pattern.length]
  return ends
    .map((end, at) => {
      const piece = pattern.slice(ends[at - 1] ?? 0, end)
      return at < dots.length ? `${piece.slice(0, -1)}\\.` : piece
    })
    .join('')
}

/**
 * Characters that no kernel's name holds (it is a folder below `/lib/modules`: no blanks, slashes, quotes, nothing beyond
 * ASCII), and anchors that other characters keep from ever holding.
 */
export function impossibleParts(pattern: string): readonly RegexpAdvice[] {
  const parts = regexpParts(pattern)
  return parts.flatMap((part, at) => {
    if (mayBeAbsent(parts[at + 1])) return []
    if (part.kind === 'begin' || part.kind === 'end') {
      if (!isBlocked(parts, at)) return []
      return [{ range: part.range, text: part.text, mended: spliced(pattern, part.range, '') }]
    }
    if (part.kind === 'control' || part.stands === undefined) return []
    const odd = /[\s/\\"'`\p{Cc}]|[^\x20-\x7e]/u.exec(part.text)?.[0]
    if (odd === undefined || (part.kind === 'escape' && !/[\s/\\"'`]/.test(part.stands))) return []
    const start = part.range.start + (part.kind === 'literal' ? part.text.indexOf(odd) : 0)
    const range = part.kind === 'literal' ? { start, end: start + odd.length } : part.range
    return [{ range, text: pattern.slice(range.start, range.end), ...mendedCharacter(pattern, range, odd) }]
  })
}

/** A control character that YAML made of an escape becomes a dot and the letter; blanks at the ends go. */
function mendedCharacter(pattern: string, range: Range, odd: string): { mended?: string } {
  if (pattern !== pattern.trim() && odd.trim() === '') return { mended: pattern.trim() }
  const letter = controlLetter(odd)
  return letter === undefined ? {} : { mended: spliced(pattern, range, `\\.${letter}`) }
}

/** Whether characters must stand where an anchor wants none. */
function isBlocked(parts: readonly RegexpPart[], at: number): boolean {
  const part = parts[at]
  if (part?.kind === 'end') return parts[at + 1]?.text.trim() !== '' && mustTakeOne(parts[at + 1], parts[at + 2])
  const before = parts[at - 1]
  return before?.kind === 'quantifier'
    ? !mayBeAbsent(before) && mustTakeOne(parts[at - 2], undefined)
    : mustTakeOne(before, undefined)
}

function mustTakeOne(part: RegexpPart | undefined, quantifier: RegexpPart | undefined): boolean {
  if (part === undefined || mayBeAbsent(quantifier)) return false
  return (oneCharacter.has(part.kind) || part.kind === 'any') && part.text !== '\\Q\\E'
}

function mayBeAbsent(quantifier: RegexpPart | undefined): boolean {
  return quantifier?.kind === 'quantifier' && /^(?:[*?]|\{0)/.test(quantifier.text)
}

/** Whether a pattern searches anywhere in the name: no anchor, and no wildcard that reaches to one of the ends. */
export function isUnanchored(pattern: string): boolean {
  const parts = regexpParts(pattern)
  if (pattern === '' || takesEverything(pattern)) return false
  return !parts.some(({ kind }) => kind === 'begin' || kind === 'end') && !/^\.[*+]|\.[*+]$/.test(pattern)
}

/** The pattern tied to the beginning, the end, or both. */
export function anchored(pattern: string, where: { readonly begin: boolean; readonly end: boolean }): string {
  const isChoice = regexpParts(pattern).some(({ kind, depth }) => kind === 'alternation' && depth === 0)
  // A quotation that is not closed would swallow what is put behind it.
  const closed = pattern.lastIndexOf('\\Q') > pattern.lastIndexOf('\\E') ? `${pattern}\\E` : pattern
  return `${where.begin ? '^' : ''}${isChoice ? `(?:${closed})` : closed}${where.end ? '$' : ''}`
}

/** Whether a pattern takes every kernel there can be, such as `^.+$`. Not all that do are known to it. */
export function takesEverything(pattern: string): boolean {
  const bare = pattern.replace(/^(\^?)\((?:\?:)?([^()]*)\)(\$?)$/, '$1$2$3')
  return bare !== '' && bare !== '^$' && /^\^?(?:\.[*+]?\??)?\$?$/.test(bare) && takes(bare)
}

function takes(pattern: string): boolean {
  const compiled = compileGoRegexp(pattern)
  return compiled.ok && compiled.matches('5.14.0') && compiled.matches('6.6.2-201.fc39.x86_64')
}

/** The one text that a pattern takes, where it is all of literal characters between anchors. */
export function onlyText(pattern: string): string | undefined {
  const parts = regexpParts(pattern)
  const inner = parts.slice(1, -1)
  const isTied = parts.length > 2 && parts[0]?.kind === 'begin' && parts.at(-1)?.kind === 'end'
  if (!isTied || !inner.every(({ kind }) => kind === 'literal' || kind === 'escape' || kind === 'quoted'))
    return undefined
  return inner.map(({ stands = '' }) => stands).join('')
}

function spliced(text: string, range: Range, piece: string): string {
  return text.slice(0, range.start) + piece + text.slice(range.end)
}
