import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGoRegexp } from '../../../server/core/kmm/goRegexp.ts'
import { mendRegexp } from '../../../server/core/kmm/mendRegexp.ts'
import { regexpText } from '../../support/regexpText.ts'

test.each([
  ['^6\\.(6$', ['^6\\.(6)$', '^6\\.6$']],
  ['6)$', ['6$', '(6)$']],
  ['^[a', ['^[a]', '^a']],
  ['+a', ['.+a', 'a']],
  ['a{3,2}', ['a{2,3}', 'a+']],
  ['\\h', ['\\.h', 'h']],
  ['a(?=b)', []],
  ['^fine$', []],
])('%s', (pattern, mended) => {
  expect(mendRegexp(pattern).map((way) => way.pattern)).toEqual(mended)
})

test('whatever is offered, Go reads, and no two ways are the same', () => {
  fc.assert(
    fc.property(regexpText, (pattern) => {
      const ways = mendRegexp(pattern).map((way) => way.pattern)
      expect(ways.filter((way) => !compileGoRegexp(way).ok)).toEqual([])
      expect(new Set(ways).size).toBe(ways.length)
    }),
  )
})
