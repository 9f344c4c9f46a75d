import { expect, test } from 'vitest'
import type { KubeObject } from '../../../server/cluster/cluster.ts'
import { ApiError } from '../../../server/practice/api/apiError.ts'
import { printOwners } from '../../../server/practice/api/managedFields.ts'
import { mergeApplied } from '../../../server/practice/api/mergeApplied.ts'
import { withMeta } from '../../../server/practice/api/objectStore.ts'

const module = (spec: object): KubeObject => ({
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  metadata: { name: 'm' },
  spec,
})

function apply(live: KubeObject | undefined, manager: string, spec: object, force = false): KubeObject {
  const { object, owners } = mergeApplied(live, module(spec), { manager, force, time: 't' })
  return withMeta(object, { managedFields: printOwners(owners) })
}

test('a manager that leaves a field out takes it away, unless another one has it, too', () => {
  const first = apply(undefined, 'a', { x: 1, y: { z: 2 } })
  const shared = apply(first, 'b', { x: 1 })
  expect(apply(shared, 'a', { y: { z: 3 } }).spec).toEqual({ x: 1, y: { z: 3 } })
  expect(apply(shared, 'a', { x: 1 }).spec).toEqual({ x: 1 })
})

test('what another manager has set otherwise is a conflict on its path, lists as a whole', () => {
  const live = apply(undefined, 'a', { list: [1], map: { 'k.l/m': 1, n: 2 } })
  const conflict = () => apply(live, 'b', { list: [1, 2], map: { 'k.l/m': 2, n: 2 } })
  expect(conflict).toThrow(ApiError)
  expect(conflict).toThrow(
    'Apply failed with 2 conflicts: conflict with "a": .spec.list; conflict with "a": .spec.map.k.l/m',
  )
})

test('force takes the fields over', () => {
  const live = apply(undefined, 'a', { x: 1, y: 1 })
  const taken = apply(live, 'b', { x: 2 }, true)
  expect(taken.spec).toEqual({ x: 2, y: 1 })
  expect(() => apply(taken, 'a', { x: 1, y: 1 })).toThrow('conflict with "b"')
})

test('the same apply again changes nothing', () => {
  const live = apply(undefined, 'a', { x: 1, y: {} })
  expect(apply(live, 'a', { x: 1, y: {} })).toEqual(live)
})

test('an empty map leaves alone what others keep in it', () => {
  const live = apply(undefined, 'a', { map: { k: 1 } })
  expect(apply(live, 'b', { map: {} }).spec).toEqual({ map: { k: 1 } })
})
