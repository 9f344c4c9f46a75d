import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeRow, WatchEvent } from '../../server/cluster/cluster.ts'
import { foldNodes } from '../../server/session/nodeWatches.ts'

const row = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  kernel: fc.constantFrom('5.14.0', '6.6.2'),
  ready: fc.boolean(),
})
const change = fc.oneof(
  fc.record({ type: fc.constantFrom('added' as const, 'modified' as const, 'deleted' as const), item: row }),
  fc.record({ type: fc.constant('sync' as const), items: fc.uniqueArray(row, { selector: ({ name }) => name }) }),
)

function fold(events: readonly WatchEvent<NodeRow>[]): ReadonlyMap<string, NodeRow> {
  return events.reduce<ReadonlyMap<string, NodeRow>>(foldNodes, new Map())
}

test('a relist leads to the same nodes as the list alone, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(change), fc.uniqueArray(row, { selector: ({ name }) => name }), (events, items) => {
      expect(fold([...events, { type: 'sync', items }])).toEqual(fold([{ type: 'sync', items }]))
    }),
  )
})

test('an event that changes nothing that we show gives the very same map', () => {
  fc.assert(
    fc.property(fc.array(change), row, (events, item) => {
      const nodes = foldNodes(fold(events), { type: 'added', item })
      expect(foldNodes(nodes, { type: 'modified', item: { ...item } })).toBe(nodes)
    }),
  )
})
