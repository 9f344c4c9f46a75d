import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from '../../../server/core/kmm/goRegexp.ts'

describe('what Go accepts and how it matches', () => {
  test.each([
    ['^.+$', '6.6.2-201.fc39.x86_64', true],
    ['x86_64', '6.6.2-201.fc39.x86_64', true],
    ['^5\\.14', '6.5.14', false],
    ['(?i)FC39', '6.6.2-201.fc39.x86_64', true],
    ['[[:digit:]]+\\.el9', '5.14.0-427.13.1.el9_4.x86_64', true],
    ['\\Q6.6\\E', '6x6', false],
    ['\\f', '6.6.2', false],
    ['', 'anything', true],
  ])('%s on %s', (pattern, kernel, expected) => {
    const compiled = compileGoRegexp(pattern)
    expect(compiled.ok && compiled.matches(kernel)).toBe(expected)
  })
})

/** Reasons as Go gives them; `^` marks the characters that the range covers. */
describe('what Go refuses, and where', () => {
  test.each([
    ['^6\\.(6$', 'missing closing )', '    ^'],
    ['^6\\.6)$', 'unexpected )', '     ^'],
    ['^6[', 'missing closing ]', '  ^'],
    ['*a', 'missing argument to repetition operator', '^'],
    ['a**', 'invalid nested repetition operator', ' ^^'],
    ['a{1001}', 'invalid repeat count', ' ^^^^^^'],
    ['\\y', 'invalid escape sequence', '^^'],
    ['(?=x)', 'invalid or unsupported Perl syntax', '^^^'],
    ['[b-a]', 'invalid character class range', ' ^^^'],
    ['ab\\', 'trailing backslash at end of expression', '  ^'],
    ['(a)(?!b)', 'invalid or unsupported Perl syntax', '   ^^^'],
    ['\\1', 'invalid escape sequence', '^^'],
  ])('%s', (pattern, reason, marks) => {
    const compiled = compileGoRegexp(pattern)
    expect(compiled).toMatchObject({ ok: false, reason })
    if (compiled.ok) return
    expect(' '.repeat(compiled.range.start) + '^'.repeat(compiled.range.end - compiled.range.start)).toBe(marks)
  })
})

test('two groups may have one name, as in Go, and what else is wrong with such a pattern is told', () => {
  const compiled = compileGoRegexp('^(?P<n>5)\\.(?P<n>14)$')
  expect(compiled.ok && compiled.matches('5.14')).toBe(true)
  expect(compileGoRegexp('(?<n>(?<n>?')).toMatchObject({ reason: 'missing argument to repetition operator' })
  expect(compileGoRegexp('(?<n>a)(?<n>b)[c')).toMatchObject({
    reason: 'missing closing ]',
    range: { start: 14, end: 16 },
  })
})
