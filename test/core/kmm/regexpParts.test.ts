import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from '../../../server/core/kmm/goRegexp.ts'
import { regexpParts } from '../../../server/core/kmm/regexpParts.ts'
import { regexpText } from '../../support/regexpText.ts'

const told = (pattern: string): string =>
  regexpParts(pattern)
    .map((part) => `${part.kind} ${part.text}`)
    .join('\n')

test('a regexp as people write it', () => {
  expect(told('^5\\.14\\.0-(427|503)\\..+x86_6?4$')).toMatchInlineSnapshot(`
    "begin ^
    literal 5
    escape \\.
    literal 14
    escape \\.
    literal 0-
    open (
    literal 427
    alternation |
    literal 503
    close )
    escape \\.
    any .
    quantifier +
    literal x86_
    literal 6
    quantifier ?
    literal 4
    end $"
  `)
})

test.each([
  ['[]a]b', ['class []a]', 'literal b']],
  ['[^]a]', ['class [^]a]']],
  ['[[:alpha:]\\]x]+', ['class [[:alpha:]\\]x]', 'quantifier +']],
  ['[a', ['invalid [a']],
  ['a{2,}?b{x}', ['literal a', 'quantifier {2,}?', 'literal b{x}']],
  [
    '(?i)(?P<k>a)(?<k>b)(?s-i:c)',
    [
      'flags (?i)',
      'open (?P<k>',
      'literal a',
      'close )',
      'open (?<k>',
      'literal b',
      'close )',
      'open (?s-i:',
      'literal c',
      'close )',
    ],
  ],
  ['a)(b', ['literal a', 'invalid )', 'invalid (', 'literal b']],
  ['a(?=b)(?<!c)', ['literal a', 'invalid (?=', 'literal b', 'close )', 'invalid (?<!', 'literal c', 'close )']],
  ['\\A\\Qa.b\\E\\z', ['begin \\A', 'quoted \\Qa.b\\E', 'end \\z']],
  [
    '\\f\\x0c\\014\\x{41}\\1\\y\\',
    ['control \\f', 'control \\x0c', 'control \\014', 'escape \\x{41}', 'invalid \\1', 'invalid \\y', 'invalid \\'],
  ],
  ['\\pL\\P{Greek}\\d\\b', ['shortClass \\pL', 'shortClass \\P{Greek}', 'shortClass \\d', 'boundary \\b']],
  ['😀+', ['literal 😀', 'quantifier +']],
])('%s', (pattern, parts) => {
  expect(told(pattern).split('\n')).toEqual(parts)
})

describe('of any pattern', () => {
  test('the parts follow each other without gaps, and hold no invalid one where Go reads the pattern', () => {
    fc.assert(
      fc.property(regexpText, (pattern) => {
        const parts = regexpParts(pattern)
        expect(parts.map((part) => part.text).join('')).toBe(pattern)
        let at = 0
        for (const { range } of parts) {
          expect(range.start).toBe(at)
          expect(range.end).toBeGreaterThan(at)
          at = range.end
        }
        if (compileGoRegexp(pattern).ok) expect(parts.filter((part) => part.kind === 'invalid')).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})
