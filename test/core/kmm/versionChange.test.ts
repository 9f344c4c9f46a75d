import { expect, test } from 'vitest'
import { gainsOrLosesVersion } from '../../../server/core/kmm/versionChange.ts'

test.each([
  [{}, { version: '1' }, true],
  [{ version: '1' }, { version: '' }, true],
  [{ version: '1' }, { version: '2' }, false],
  [{ version: '' }, {}, false],
  [undefined, { version: '1' }, false],
  [{ version: '1' }, undefined, false],
])('from %o to %o: refused %s', (before, after, expected) => {
  expect(gainsOrLosesVersion(before, after)).toBe(expected)
})
