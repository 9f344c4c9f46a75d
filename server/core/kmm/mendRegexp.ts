import { compileGoRegexp } from './goRegexp.ts'
import { regexpParts } from './regexpParts.ts'

/** A pattern that Go reads, made of one that it does not. */
export interface MendedRegexp {
  readonly title: string
  readonly pattern: string
}

/** What is longer was not written by hand. */
const longest = 2_000

/** Ways to mend a pattern that Go refuses, the likeliest first. Each compiles; none for what has no counterpart in Go. */
export function mendRegexp(pattern: string): readonly MendedRegexp[] {
  const compiled = compileGoRegexp(pattern)
  if (compiled.ok || pattern.length > longest) return []
  const { range, reason } = compiled
  const put = (text: string, at = range): string => pattern.slice(0, at.start) + text + pattern.slice(at.end)
  const part = pattern.slice(range.start, range.end)
  const ways: MendedRegexp[] = []
  const offer = (title: string, mended: string): number => ways.push({ title, pattern: mended })
  const behind = pattern.replace(/\$$/, '')
  const end = pattern.slice(behind.length)
  switch (reason) {
    case 'missing closing )':
      offer('Close the group', `${behind})${end}`)
      offer(`Remove \`${part}\``, put(''))
      break
    case 'unexpected )':
      offer('Remove `)`', put(''))
      offer('Open a group at the beginning', pattern.startsWith('^') ? `^(${pattern.slice(1)}` : `(${pattern}`)
      break
    case 'missing closing ]':
      offer('Close the class', `${behind}]${end}`)
      offer('Remove `[`', put(part.slice(1)))
      break
    case 'missing argument to repetition operator':
      if (/^[*+?]/.test(part)) offer(`Repeat any character: \`.${part}\``, put(`.${part}`))
      offer(`Remove \`${part}\``, put(''))
      break
    case 'invalid nested repetition operator':
      offer(`Keep \`${part.slice(0, 1)}\` only`, put(part.slice(0, 1)))
      break
    case 'invalid escape sequence':
      if (part === '\\Z') offer('Use `$`, the end', put('$'))
      if (/^\\[A-Za-z]$/.test(part) && part !== '\\Z')
        offer(`Search for \`.${part.slice(1)}\``, put(`\\.${part.slice(1)}`))
      if (/^\\[A-Za-z]$/.test(part)) offer(`Search for the letter \`${part.slice(1)}\``, put(part.slice(1)))
      break
    case 'trailing backslash at end of expression':
      offer('Remove the backslash', pattern.slice(0, -1))
      break
    case 'invalid character class range':
      if (/^[^-]-[^-]$/.test(part)) offer('Turn the range round', put(`${part[2]}-${part[0]}`))
      break
    case 'invalid repeat count': {
      const [, low, high] = /^\{(\d+),(\d+)\}$/.exec(part) ?? []
      if (low !== undefined) offer('Turn the numbers round', put(`{${high},${low}}`))
      offer('Repeat any number of times: `+`', put('+'))
      break
    }
  }
  return ways.filter(
    (way, at) =>
      compileGoRegexp(way.pattern).ok &&
      regexpParts(way.pattern).length > 0 &&
      ways.findIndex((other) => other.pattern === way.pattern) === at,
  )
}
