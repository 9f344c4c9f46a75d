import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGoRegexp } from '../../../server/core/kmm/goRegexp.ts'
import { coverOf, covers, needOf } from '../../../server/core/kmm/regexpCover.ts'
import { likelyRegexpText } from '../../support/regexpText.ts'

function takesAll(earlier: string, later: string): boolean {
  const [cover, need] = [coverOf(earlier), needOf(later)]
  return cover !== undefined && need !== undefined && covers(cover, need)
}

test.each([
  ['^5\\.14\\.', '^5\\.14\\.0-.+\\.el9$'],
  ['^5\\.14\\..+$', '^5\\.14\\.0-.+$'],
  ['^5\\.14\\..*$', '^5\\.14\\.'],
  ['^.+\\.x86_64$', '^5\\.14\\..+\\.x86_64$'],
  ['x86_64', '^.+\\.x86_64$'],
  ['el9', '^5\\.14\\.0-[0-9.]+\\.el9_4(\\.x86_64)?$'],
  ['^5', '^5(\\.14|\\.15)'],
])('%s takes all that %s could', (earlier, later) => {
  expect(takesAll(earlier, later)).toBe(true)
})

test.each([
  ['^5\\.14\\..+$', '^5\\.14\\.'],
  ['^5\\.14\\.', '5\\.14\\.'],
  ['^5', '^5?6'],
  ['^5', '^5|6'],
  ['^.+x86_64$', '^x86_64$'],
  ['^5', '(?i)^5'],
  ['^5.15', '^5\\.15'],
  ['^55', '^5+'],
  ['a', '(ab)'],
])('%s leaves something of %s, or that is not certain', (earlier, later) => {
  expect(takesAll(earlier, later)).toBe(false)
})

test('what it says holds for every kernel', () => {
  const plain = fc
    .tuple(
      fc.constantFrom('^', '', '^.+', '.*'),
      fc.constantFrom('5', '\\.14', 'el9', '_', '5\\.14'),
      fc.constantFrom('', '$', '.+$', '.*'),
    )
    .map((pieces) => pieces.join(''))
  const pieces = fc.constantFrom('5', '.14', '.', '-', '427', 'el9', '_4', '.x86_64', 'fc39', '_')
  const kernel = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((some) => some.join(''))
  let told = 0
  fc.assert(
    fc.property(
      plain,
      fc.oneof(likelyRegexpText, plain),
      fc.array(kernel, { minLength: 20, maxLength: 20 }),
      (earlier, later, kernels) => {
        const [first, second] = [compileGoRegexp(earlier), compileGoRegexp(later)]
        if (!first.ok || !second.ok || !takesAll(earlier, later)) return
        told += 1
        for (const one of kernels)
          if (second.matches(one)) expect(first.matches(one), `${earlier} ${later} ${one}`).toBe(true)
      },
    ),
    { numRuns: 4000 },
  )
  expect(told).toBeGreaterThan(100)
})
