import { expect, test } from 'vitest'
import { bookmarkTable, nodeTable } from '../../../server/practice/api/nodeTable.ts'
import { listAt, textAt } from '../../../server/practice/json.ts'
import { nodeObject } from '../../../server/practice/practiceNodes.ts'

const node = nodeObject({ name: 'node-c', kernel: '5.15.133+' }, 10_250)
const created = '2026-01-01T00:00:00Z'
const form = { include: 'None', now: () => new Date('2026-01-01T00:03:00Z'), withColumns: true } as const

test('a row is that of kubectl get nodes, with the architecture behind the kernel', () => {
  const table = nodeTable([{ ...node, metadata: { ...node.metadata, creationTimestamp: created } }], '7', form)
  const names = listAt(table, 'columnDefinitions').map((column) => textAt(column, 'name'))
  const [row] = listAt(table, 'rows')
  expect(names).toEqual(
    'Name Status Roles Age Version Internal-IP External-IP OS-Image Kernel-Version Container-Runtime'.split(' '),
  )
  expect(row).toEqual({
    cells: [
      'node-c',
      'Ready',
      'worker',
      '3m',
      'v1.37.2',
      '127.0.0.1',
      '<none>',
      'Linux',
      '5.15.133+ (amd64)',
      'containerd://2.1.0',
    ],
    object: null,
  })
})

test('a cordoned node that is not ready says so', () => {
  const status = { ...Object(node.status), conditions: [{ type: 'Ready', status: 'Unknown' }] }
  const [row] = listAt(nodeTable([{ ...node, spec: { unschedulable: true }, status }], '7', form), 'rows')
  expect(listAt(row, 'cells')[1]).toBe('NotReady,SchedulingDisabled')
})

test('a bookmark is a row without a name', () => {
  const [first] = listAt(bookmarkTable('9', true, false), 'rows')
  expect(listAt(first, 'cells')[0]).toBe('')
  expect(textAt(first, 'object', 'metadata', 'annotations', 'k8s.io/initial-events-end')).toBe('true')
  expect(listAt(bookmarkTable('9', false, false), 'rows')[0]).toMatchObject({ object: null })
})
