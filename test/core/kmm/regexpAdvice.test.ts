import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from '../../../server/core/kmm/goRegexp.ts'
import {
  anchored,
  impossibleParts,
  isUnanchored,
  onlyText,
  openDots,
  takesEverything,
  withDotsEscaped,
} from '../../../server/core/kmm/regexpAdvice.ts'
import { likelyRegexpText } from '../../support/regexpText.ts'

const kernels = ['6.6.2-201.fc39.x86_64', '5.14.0-427.13.1.el9_4.x86_64', '5.15.133', '6.1.0-18~bpo11+1-amd64', '5-0-0']
const matches = (pattern: string, text: string): boolean => {
  const compiled = compileGoRegexp(pattern)
  return compiled.ok && compiled.matches(text)
}

test.each(['^.+$', '.*', '.+', '.', '^', '$', '^.*', '(.*)', '^(.+)$', '^(?:.+)$', '.+?', '^.*?$'])(
  '%s takes every kernel',
  (pattern) => {
    expect(takesEverything(pattern)).toBe(true)
  },
)

test.each(['', '^$', '^.$', '^.{3}$', '5', '.+5', '(', '[0-9]'])('%j is not known to take every kernel', (pattern) => {
  expect(takesEverything(pattern)).toBe(false)
})

test('the only text of a pattern is what it takes', () => {
  expect(onlyText('^5\\.14\\.0-\\Q427.x\\E$')).toBe('5.14.0-427.x')
  expect(onlyText('^5.14$')).toBeUndefined()
  expect(onlyText('5\\.14')).toBeUndefined()
})

describe('of any pattern', () => {
  test('what is said to take everything does, the only text is taken, and nothing with an impossible part only', () => {
    fc.assert(
      fc.property(likelyRegexpText, (pattern) => {
        if (takesEverything(pattern)) for (const kernel of kernels) expect(matches(pattern, kernel)).toBe(true)
        const text = onlyText(pattern)
        if (text !== undefined && compileGoRegexp(pattern).ok) expect(matches(pattern, text)).toBe(true)
        if (!pattern.includes('|') && !pattern.includes('(') && impossibleParts(pattern).length > 0)
          for (const kernel of kernels)
            expect([pattern, kernel, matches(pattern, kernel)]).toEqual([pattern, kernel, false])
      }),
      { numRuns: 3_000 },
    )
  })

  test('escaped dots and anchors take no kernel that was not taken before', () => {
    fc.assert(
      fc.property(likelyRegexpText, fc.boolean(), fc.boolean(), (pattern, begin, end) => {
        if (!compileGoRegexp(pattern).ok) return
        const narrower = [
          withDotsEscaped(pattern, openDots(pattern)),
          ...(isUnanchored(pattern) ? [anchored(pattern, { begin, end })] : []),
        ]
        for (const one of narrower) {
          expect(compileGoRegexp(one).ok).toBe(true)
          for (const kernel of kernels) if (matches(one, kernel)) expect(matches(pattern, kernel)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
