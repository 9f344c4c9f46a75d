import { expect, test } from 'vitest'
import { hasOddExponent, isWhole } from '../../../server/core/schema/numberForm.ts'
import { readPlain } from '../../../server/core/yaml/readScalar.ts'

test.each([
  ['5', true],
  ['-0', true],
  ['2.0', true],
  ['1e3', true],
  ['0x7fffffffffffffff', true],
  ['9223372036854775807', true],
  ['9223372036854775808', false],
  ['-9223372036854775808', true],
  ['-9223372036854775809', false],
  ['1e18', true],
  ['1e19', false],
  ['1e21', false],
  ['1.5', false],
])('%s is a whole number of 64 bits: %s', (text, whole) => {
  const value = readPlain(text)
  const scalar = { type: 'scalar', range: { start: 0, end: text.length }, style: 'plain', text, value } as const
  expect(isWhole(scalar, Number(value))).toBe(whole)
})

test.each([
  ['1e3', false],
  ['1E', false],
  ['100m', false],
  ['1.5e-3', false],
  ['1e1.5', true],
  ['1e.5', true],
  ['1e9223372036854775808', true],
  ['1e0009223372036854775807', false],
])('%s has an exponent that Go cannot read: %s', (text, odd) => {
  expect(hasOddExponent(text)).toBe(odd)
})
