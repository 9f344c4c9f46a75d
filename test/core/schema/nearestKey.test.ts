import { expect, test } from 'vitest'
import { editDistance, nearestKey } from '../../../server/core/schema/nearestKey.ts'

test.each<[string, string, number]>([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['moduleNam', 'moduleName', 1],
  ['kernelmapings', 'kernelmappings', 1],
  ['abc', '', 3],
])('%s and %s are %i apart', (left, right, distance) => {
  expect(editDistance(left, right)).toBe(distance)
})

test('the nearest candidate is found, or none', () => {
  const keys = ['literal', 'regexp', 'containerImage', 'build']
  expect(nearestKey('regex', keys)).toBe('regexp')
  expect(nearestKey('ContainerImage', keys)).toBe('containerImage')
  expect(nearestKey('image', keys)).toBeUndefined()
  expect(nearestKey('zzz', keys)).toBeUndefined()
})
