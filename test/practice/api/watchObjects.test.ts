import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { KubeObject } from '../../../server/cluster/cluster.ts'
import { resources } from '../../../server/cluster/resources.ts'
import { createObjectStore, withMeta } from '../../../server/practice/api/objectStore.ts'
import { labelFilter } from '../../../server/practice/api/selectors.ts'
import { objectForm, type WatchRequest, watchObjects } from '../../../server/practice/api/watchObjects.ts'
import { textAt } from '../../../server/practice/json.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watching(change: Partial<WatchRequest> = {}) {
  const store = createObjectStore()
  const seen: string[] = []
  const start = (more: Partial<WatchRequest> = {}) =>
    watchObjects(
      store,
      {
        resource: resources.nodes,
        namespace: undefined,
        filter: () => true,
        resourceVersion: undefined,
        bookmarks: false,
        sendInitialEvents: false,
        timeoutMs: 60_000,
        bookmarkEveryMs: 10_000,
        ...change,
        ...more,
      },
      objectForm(resources.nodes),
      {
        write: (event) => {
          const version = textAt(event, 'object', 'metadata', 'resourceVersion') ?? textAt(event, 'object', 'reason')
          seen.push(`${textAt(event, 'type')} ${textAt(event, 'object', 'metadata', 'name') ?? ''} ${version}`)
        },
        end: () => seen.push('end'),
      },
    )
  return { store, seen, start }
}

function node(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } }
}

test('without a version it tells the present first, then what happens', () => {
  const { store, seen, start } = watching()
  store.create(resources.nodes, node('a'))
  const stop = start()
  store.create(resources.nodes, node('b'))
  store.create(resources.pods, { ...node('p'), kind: 'Pod' })
  store.remove(resources.nodes, undefined, 'a')
  stop()
  store.create(resources.nodes, node('c'))
  expect(seen).toEqual(['ADDED a 101', 'ADDED b 102', 'DELETED a 104'])
})

test('from a version it tells what was missed; from one too old, that it is expired', () => {
  const { store, seen, start } = watching()
  store.create(resources.nodes, node('a'))
  store.create(resources.nodes, node('b'))
  start({ resourceVersion: '101' })()
  store.forgetHistory()
  start({ resourceVersion: '101' })
  expect(seen).toEqual(['ADDED b 102', 'ERROR  Expired', 'end'])
})

test('an object that enters the selector is added, one that leaves it is deleted', () => {
  const { store, seen, start } = watching({ filter: labelFilter('tier=a') })
  start()
  const made = store.create(resources.nodes, node('n'))
  const inside = store.update(resources.nodes, withMeta(made, { labels: { tier: 'a' } }))
  const still = store.update(resources.nodes, { ...inside, spec: {} })
  store.update(resources.nodes, withMeta(still, { labels: {} }))
  expect(seen).toEqual(['ADDED n 102', 'MODIFIED n 103', 'DELETED n 104'])
})

test('bookmarks come when the present is told, from time to time, and at the end', () => {
  const { store, seen, start } = watching({ bookmarks: true, timeoutMs: 15_000 })
  start()
  store.create(resources.nodes, node('a'))
  vi.advanceTimersByTime(20_000)
  expect(seen).toEqual(['BOOKMARK  100', 'ADDED a 101', 'BOOKMARK  101', 'BOOKMARK  101', 'end'])
})
