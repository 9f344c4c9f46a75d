import { RE2JS, RE2JSSyntaxException } from 're2js'
import type { Range } from '../yaml/yamlNode.ts'

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
const cacheLimit = 1_000
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
  if (reason !== 'missing closing )' && reason !== 'unexpected )') return undefined
  const open: number[] = []
  let inClass = false
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at]
    if (char === '\\') at += 1
    else if (inClass) inClass = char !== ']'
    else if (char === '[') {
      inClass = true
      // A `]` that comes first, also after `^`, is a member of the class.
      if (pattern[at + 1] === '^') at += 1
      if (pattern[at + 1] === ']') at += 1
    } else if (char === '(') open.push(at)
    else if (char === ')' && open.pop() === undefined) return { start: at, end: at + 1 }
  }
  const start = open.at(-1)
  return start === undefined ? undefined : { start, end: start + 1 }
}
