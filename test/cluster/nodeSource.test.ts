import { afterEach, expect, test } from 'vitest'
import type { Cluster, NodeRow, WatchEvent } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { isTable, parseNodeColumns, parseNodeRows } from '../../server/cluster/nodeTable.ts'
import { type Handler, type LocalServer, sendJson, startLocalServer } from '../support/localServer.ts'
import { pump } from '../support/pump.ts'
import { connectTo } from './connectTo.ts'

const names = ['Name', 'Status', 'Roles', 'Age', 'Version', 'Internal-IP', 'OS-Image', 'Kernel-Version']
const columnDefinitions = names.map((name) => ({ name, type: 'string' }))

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const it of open.splice(0)) await it.close()
})

test('nodes are listed as a table without objects', async () => {
  const { cluster, server } = await start((_request, response) =>
    sendJson(
      response,
      tableOf('7', [
        ['a', 'Ready', '6.6.2-201.fc39.x86_64 (amd64)'],
        ['b', 'NotReady,SchedulingDisabled', '5.14.0+'],
        ['c', 'Ready,SchedulingDisabled', '<unknown>'],
      ]),
    ),
  )
  expect(await cluster.listNodes({ labelSelector: 'node-role.kubernetes.io/worker=' })).toEqual({
    resourceVersion: '7',
    items: [
      { name: 'a', kernel: '6.6.2-201.fc39.x86_64', ready: true },
      { name: 'b', kernel: '5.14.0+', ready: false },
      { name: 'c', kernel: '', ready: true },
    ],
  })
  const [request] = server.requests
  expect(request?.path).toBe(
    '/api/v1/nodes?includeObject=None&labelSelector=node-role.kubernetes.io%2Fworker%3D&resourceVersion=0',
  )
  expect(request?.headers.accept).toBe('application/json;as=Table;v=v1;g=meta.k8s.io, application/json')
  expect(request?.headers['accept-encoding']).toBe('gzip')
})

test('columns are found by name, wherever they are', () => {
  const table = { kind: 'Table', columnDefinitions: [{ name: 'Kernel-Version' }, { name: 'Status' }, { name: 'Name' }] }
  const columns = parseNodeColumns(table)
  expect(columns).toEqual({ kernel: 0, status: 1, name: 2 })
  expect(parseNodeColumns({ columnDefinitions: null })).toBeUndefined()
  expect(parseNodeColumns({ columnDefinitions: [{ name: 'Name' }] })).toBeUndefined()
})

test('a watch’s rows: only the first event carries columns, bookmarks are no nodes', async () => {
  const { cluster, server } = await start((request, response) => {
    if (!request.path.includes('watch=1')) return sendJson(response, tableOf('7', []))
    const events = [
      { type: 'ADDED', object: tableOf('8', [['a', 'Ready', '6.1']]) },
      { type: 'BOOKMARK', object: { ...tableOf('9', [['', 'Unknown', '<none>']]), columnDefinitions: null } },
      { type: 'MODIFIED', object: { ...tableOf('10', [['a', 'Ready', '6.2']]), columnDefinitions: null } },
      { type: 'DELETED', object: { ...tableOf('11', [['a', 'Ready', '6.2']]), columnDefinitions: null } },
    ]
    for (const event of events) response.write(`${JSON.stringify(event)}\n`)
  })
  const events = pump((signal) => cluster.watchNodes({ signal }))
  const seen: WatchEvent<NodeRow>[] = []
  while (seen.length < 4) seen.push(await events.next())
  expect(seen).toEqual([
    { type: 'sync', items: [] },
    { type: 'added', item: { name: 'a', kernel: '6.1', ready: true } },
    { type: 'modified', item: { name: 'a', kernel: '6.2', ready: true } },
    { type: 'deleted', item: { name: 'a', kernel: '6.2', ready: true } },
  ])
  await events.stop()
  expect(server.requests[1]?.path).toMatch(/includeObject=None$/)
})

test('a server that knows no tables is asked for whole nodes', async () => {
  const node = {
    metadata: { name: 'a', resourceVersion: '3' },
    status: { nodeInfo: { kernelVersion: '6.1' }, conditions: [{ type: 'Ready', status: 'True' }] },
  }
  const { cluster, server } = await start((request, response) => {
    if (!request.path.includes('watch=1')) {
      return sendJson(response, { kind: 'NodeList', metadata: { resourceVersion: '3' }, items: [node] })
    }
    response.write(`${JSON.stringify({ type: 'MODIFIED', object: { apiVersion: 'v1', kind: 'Node', ...node } })}\n`)
  })
  const events = pump((signal) => cluster.watchNodes({ signal }))
  const item = { name: 'a', kernel: '6.1', ready: true }
  expect(await events.next()).toEqual({ type: 'sync', items: [item] })
  expect(await events.next()).toEqual({ type: 'modified', item })
  await events.stop()
  expect(server.requests.map(({ path }) => path.replace(/&timeout.*/, ''))).toEqual([
    '/api/v1/nodes?includeObject=None&resourceVersion=0',
    '/api/v1/nodes?limit=500',
    '/api/v1/nodes?watch=1&allowWatchBookmarks=true&resourceVersion=3',
  ])
})

test('a table of 5,000 nodes is read whole', () => {
  const rows = Array.from({ length: 5000 }, (_, index) => [
    `node-${index}`,
    'Ready',
    '5.14.0-570.12.1.el9_6.x86_64 (amd64)',
  ])
  const table: unknown = JSON.parse(JSON.stringify(tableOf('1', rows)))
  const columns = parseNodeColumns(table)
  expect(isTable(table) && columns !== undefined && parseNodeRows(table, columns).length).toBe(5000)
})

function tableOf(resourceVersion: string, rows: readonly (readonly string[])[]) {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions,
    rows: rows.map(([name, status, kernel]) => ({
      cells: [name, status, '<none>', '5d', 'v1.37.2', '10.0.0.1', 'Fedora', kernel],
      object: null,
    })),
  }
}

async function start(handler: Handler): Promise<{ cluster: Cluster; server: LocalServer }> {
  const server = await startLocalServer(handler)
  const cluster = createCluster(connectTo(server.url))
  open.push(cluster, server)
  return { cluster, server }
}
