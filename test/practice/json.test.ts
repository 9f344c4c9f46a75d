import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonEqual, mergePatch, valueAt } from '../../server/practice/json.ts'

test('a merge patch sets, replaces lists, descends into maps, and removes by null', () => {
  const target = { a: { b: 1, c: [1, 2] }, d: 'x' }
  expect(mergePatch(target, { a: { c: [3], e: { f: null, g: 1 } }, d: null })).toEqual({
    a: { b: 1, c: [3], e: { g: 1 } },
  })
  expect(target).toEqual({ a: { b: 1, c: [1, 2] }, d: 'x' })
})

test('a merge patch applied twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
      const once = mergePatch(target, patch)
      expect(jsonEqual(mergePatch(once, patch), once)).toBe(true)
    }),
  )
})

test('equality looks at keys, not at their order', () => {
  expect(jsonEqual({ a: 1, b: [{ c: 2, d: null }] }, { b: [{ d: null, c: 2 }], a: 1 })).toBe(true)
  expect(jsonEqual({ a: undefined }, {})).toBe(false)
  expect(jsonEqual([1, 2], [2, 1])).toBe(false)
})

test('a path that leads nowhere gives nothing', () => {
  expect(valueAt({ a: [{ b: 1 }] }, 'a', 0, 'b')).toBe(1)
  expect(valueAt({ a: [{ b: 1 }] }, 'a', 'b')).toBeUndefined()
  expect(valueAt(null, 'a')).toBeUndefined()
})
