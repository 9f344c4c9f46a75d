import { expect, test } from 'vitest'
import { readPlain, readScalar, wholeNumber } from '../../../server/core/yaml/readScalar.ts'

test.each<[string, unknown]>([
  ...['y', 'Y', 'yes', 'True', 'on', 'ON'].map((text): [string, unknown] => [text, true]),
  ...['n', 'No', 'FALSE', 'off'].map((text): [string, unknown] => [text, false]),
  ...['', '~', 'null', 'NULL'].map((text): [string, unknown] => [text, null]),
  ['5.10', 5.1],
  ['1_000', 1000],
  ['1_0.5', 10.5],
  ['+1', 1],
  ['-0x1f', -31],
  ['0b11', 3],
  ['0o17', 15],
  ['017', 15],
  ['08', 8],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['.inf', Number.POSITIVE_INFINITY],
  ['99999999999999999999', 1e20],
  ...[
    'yEs',
    'tRUE',
    'nULL',
    '12:30',
    '1:2:3',
    '2026-11-23',
    '=',
    '<<',
    '1e3x',
    '0.0.1',
    '5.14.0',
    '.5_0',
    '-',
    '+',
    '.',
    '0x',
    '1e999',
    'é',
    'yes ',
  ].map((text): [string, unknown] => [text, text]),
])('%s is read as %s', (text, value) => {
  expect(readPlain(text)).toBe(value)
})

test('quotes make text, tags make what they say', () => {
  const core = (name: string): string => `tag:yaml.org,2002:${name}`
  expect(readScalar('y', 'double', undefined)).toEqual({ value: 'y' })
  expect(readScalar('y', 'plain', core('str'))).toEqual({ value: 'y' })
  expect(readScalar('5', 'single', core('int'))).toEqual({ value: 5 })
  expect(readScalar('5', 'plain', core('float'))).toEqual({ value: 5 })
  expect(readScalar('5', 'plain', '!own')).toEqual({ value: '5' })
  expect(readScalar('aGk=', 'plain', core('binary'))).toEqual({ value: 'hi' })
  expect(readScalar('a', 'plain', core('int'))).toHaveProperty('refusal')
  expect(readScalar('?', 'plain', core('binary'))).toHaveProperty('refusal')
})

test.each<[string, bigint | undefined]>([
  ['00', 0n],
  ['-0x000ff', -255n],
  [`0b${'0'.repeat(100)}${'1'.repeat(64)}`, 2n ** 64n - 1n],
  [`0b${'1'.repeat(65)}`, undefined],
  [`${'0'.repeat(300_000)}17`, 15n],
  ['9'.repeat(300_000), undefined],
  ['08', undefined],
])('a whole number has 64 bits, however it is written: %.40s', (text, value) => {
  expect(wholeNumber(text)).toBe(value)
})
