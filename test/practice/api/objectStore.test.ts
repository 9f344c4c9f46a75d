import { expect, test } from 'vitest'
import type { KubeObject } from '../../../server/cluster/cluster.ts'
import { resources } from '../../../server/cluster/resources.ts'
import { ApiError } from '../../../server/practice/api/apiError.ts'
import { createObjectStore, type StoreEvent, withMeta } from '../../../server/practice/api/objectStore.ts'

const now = () => new Date('2026-11-23T10:00:00.123Z')

function object(kind: string, name: string, more: object = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'default' }, ...more }
}

function storeWithEvents() {
  const store = createObjectStore({ now })
  const events: string[] = []
  store.onEvent(({ type, object: { metadata } }: StoreEvent) =>
    events.push(`${type} ${metadata.name} ${metadata.resourceVersion}`),
  )
  return { store, events }
}

test('each change has a version of its own; no change has none', () => {
  const { store, events } = storeWithEvents()
  const created = store.create(resources.modules, object('Module', 'm', { spec: { a: 1 } }))
  expect(created.metadata).toMatchObject({
    resourceVersion: '101',
    generation: 1,
    creationTimestamp: '2026-11-23T10:00:00Z',
  })
  const updated = store.update(resources.modules, { ...created, spec: { a: 2 } })
  expect(store.update(resources.modules, updated)).toBe(updated)
  expect(updated.metadata).toMatchObject({ resourceVersion: '102', generation: 2, uid: created.metadata.uid })
  expect(store.update(resources.modules, { ...updated, status: {} }).metadata.generation).toBe(2)
  expect(events).toEqual(['ADDED m 101', 'MODIFIED m 102', 'MODIFIED m 103'])
})

test('an update from an old version is a conflict', () => {
  const { store } = storeWithEvents()
  const created = store.create(resources.modules, object('Module', 'm'))
  store.update(resources.modules, { ...created, spec: {} })
  expect(() => store.update(resources.modules, { ...created, spec: { a: 1 } })).toThrow(ApiError)
})

test('a finalizer holds an object until it is taken away', () => {
  const { store, events } = storeWithEvents()
  store.create(resources.modules, withMeta(object('Module', 'm'), { finalizers: ['f'] }))
  const marked = store.remove(resources.modules, 'default', 'm')
  expect(marked.metadata.deletionTimestamp).toBe('2026-11-23T10:00:00Z')
  store.remove(resources.modules, 'default', 'm')
  store.update(resources.modules, withMeta(marked, { finalizers: [] }))
  expect(store.get(resources.modules, 'default', 'm')).toBeUndefined()
  expect(events).toEqual(['ADDED m 101', 'MODIFIED m 102', 'DELETED m 103'])
})

test.each([
  ['without a node', { spec: {} }, ['MODIFIED', 'DELETED']],
  ['that has ended', { spec: { nodeName: 'n' }, status: { phase: 'Succeeded' } }, ['MODIFIED', 'DELETED']],
  ['that runs', { spec: { nodeName: 'n' }, status: { phase: 'Running' } }, ['MODIFIED']],
])('a pod %s is deleted as the kubelet lets it', (_, more, types) => {
  const { store, events } = storeWithEvents()
  store.create(resources.pods, object('Pod', 'p', more))
  store.remove(resources.pods, 'default', 'p')
  expect(events.slice(1).map((event) => event.split(' ')[0])).toEqual(types)
})

test('no time left ends a pod that runs', () => {
  const { store, events } = storeWithEvents()
  store.create(resources.pods, object('Pod', 'p', { spec: { nodeName: 'n' } }))
  store.remove(resources.pods, 'default', 'p')
  expect(store.get(resources.pods, 'default', 'p')?.metadata.deletionTimestamp).toBe('2026-11-23T10:00:30Z')
  store.remove(resources.pods, 'default', 'p', 0)
  expect(store.get(resources.pods, 'default', 'p')).toBeUndefined()
  expect(events.map((event) => event.split(' ')[0])).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED'])
})

test('history reaches back to what is remembered, and no further', () => {
  const store = createObjectStore({ historyLimit: 4 })
  let node = store.create(resources.nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } })
  for (let at = 0; at < 6; at += 1) node = store.update(resources.nodes, { ...node, spec: { at } })
  expect(store.eventsSince('nodes', store.version())).toEqual([])
  expect(store.eventsSince('nodes', store.version() - 2)).toHaveLength(2)
  expect(store.eventsSince('nodes', 100)).toBeUndefined()
  store.forgetHistory()
  expect(store.eventsSince('nodes', store.version() - 1)).toBeUndefined()
  expect(store.eventsSince('nodes', store.version())).toEqual([])
})
