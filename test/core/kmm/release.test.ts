import { expect, test } from 'vitest'
import { compareReleases, spanCovers } from '../../../server/core/kmm/release.ts'

test.each([
  ['2.4', '2.4.1', -1],
  ['2.10', '2.9', 1],
  ['2.6', '2.6.0', 0],
])('%s against %s', (a, b, expected) => {
  expect(Math.sign(compareReleases(a, b))).toBe(expected)
})

test.each([
  [{ since: '2.4' }, '2.3.0', false],
  [{ since: '2.4' }, '2.4.1', true],
  [{ until: '2.3' }, '2.3.4', true],
  [{ until: '2.3' }, '2.4', false],
  [{ editions: ['openshift' as const] }, '2.6', false],
])('%o covers upstream %s: %s', (span, version, expected) => {
  expect(spanCovers(span, { version, edition: 'upstream' })).toBe(expected)
})
