import { expect, test } from 'vitest'
import { keyName } from '../../../server/core/yaml/keyName.ts'
import { readPlain } from '../../../server/core/yaml/readScalar.ts'

test.each([
  ['a', 'a'],
  ['yes', 'true'],
  ['Off', 'false'],
  ['010', '8'],
  ['0x10', '16'],
  ['1_000', '1000'],
  ['9223372036854775807', '9223372036854775807'],
  ['1.50', '1.5'],
  ['0.1', '0.1'],
  ['1e5', '100000'],
  ['1e6', '1e+06'],
  ['3.14159265358979', '3.1415927'],
  ['0.00001', '1e-05'],
  ['-0.0', '-0'],
  ['1e39', '.inf'],
  ['.inf', '.inf'],
  ['-.inf', '-.inf'],
  ['.NaN', '.nan'],
  ['~', undefined],
  ['9223372036854775808', undefined],
])('%s is named %s', (text, name) => {
  expect(keyName({ text, style: 'plain', value: readPlain(text) })).toBe(name)
})
