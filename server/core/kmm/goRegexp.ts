import { RE2JS, RE2JSSyntaxException } from 're2js'
import type { Range } from '../yaml/yamlNode.ts'
import { regexpParts } from './regexpParts.ts'

export type GoRegexp =
  | { readonly ok: true; readonly matches: (text: string) => boolean }
  | {
      readonly ok: false
      /** Go's reason, such as `missing closing )` */
      readonly reason: string
      /** the piece of the pattern that Go quotes; empty when it quotes none */
      readonly fragment: string
      /** where the fragment stands in the pattern, UTF-16 offsets */
      readonly range: Range
    }

/** Bounded so that a day of typing into one pattern does not keep every version of it. */
const cacheLimit = 4_000
const cache = new Map<string, GoRegexp>()

/**
 * Compiles a pattern as Go's `regexp.Compile` does: the dialect of KMM's `kernelMappings[].regexp`
 * (`ModuleSpec` → `regexp.MatchString`, internal/module/kernelmapper.go). `matches` is Go's unanchored `MatchString`.
 * Never throws; a pattern is compiled once.
 */
export function compileGoRegexp(pattern: string): GoRegexp {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  if (cache.size >= cacheLimit) cache.clear()
  const compiled = compile(pattern)
  cache.set(pattern, compiled)
  return compiled
}

function compile(pattern: string): GoRegexp {
  const compiled = compileAsWritten(pattern)
  // Go takes two groups of one name, re2js does not; names change nothing about what matches.
  if (compiled.ok || !compiled.reason.startsWith('duplicate capture group')) return compiled
  const bare = regexpParts(pattern).map(({ text }) => text.replace(/^\(\?P?<\w+>$/, '(?:'))
  const unnamed = compileAsWritten(bare.join(''))
  if (unnamed.ok) return unnamed
  const fragment = unnamed.fragment === bare.join('') ? pattern : unnamed.fragment
  return { ...unnamed, fragment, range: rangeOfFragment(pattern, unnamed.reason, fragment) }
}

function compileAsWritten(pattern: string): GoRegexp {
  try {
    const regexp = RE2JS.compile(pattern)
    return { ok: true, matches: (text) => regexp.test(text) }
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      // re2js leaves the quoted piece out where Go quotes nothing.
      const fragment = error.input ?? ''
      return { ok: false, reason: error.error, fragment, range: rangeOfFragment(pattern, error.error, fragment) }
    }
    return { ok: false, reason: 'expression too complex', fragment: pattern, range: { start: 0, end: pattern.length } }
  }
}

/** Go quotes a piece but not its place: the last one for what runs to the end, else the first. */
function rangeOfFragment(pattern: string, reason: string, fragment: string): Range {
  if (reason.startsWith('trailing backslash')) return { start: Math.max(0, pattern.length - 1), end: pattern.length }
  if (fragment === '' || fragment === pattern) return unbalanced(pattern, reason) ?? { start: 0, end: pattern.length }
  const start = reason === 'missing closing ]' ? pattern.lastIndexOf(fragment) : pattern.indexOf(fragment)
  return start === -1 ? { start: 0, end: pattern.length } : { start, end: start + fragment.length }
}

/** For parentheses Go quotes the whole pattern; the parenthesis without a partner is what a person looks for. */
function unbalanced(pattern: string, reason: string): Range | undefined {
  const wanted = reason === 'missing closing )' ? '(' : reason === 'unexpected )' ? ')' : undefined
  const alone = regexpParts(pattern).filter(({ kind, text }) => kind === 'invalid' && text[0] === wanted)
  return (wanted === '(' ? alone.at(-1) : alone[0])?.range
}
