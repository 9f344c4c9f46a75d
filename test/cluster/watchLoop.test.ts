import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Cluster, KubeObject, WatchEvent } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { resources } from '../../server/cluster/resources.ts'
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts'
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts'
import { type LocalServer, sendJson, startLocalServer } from '../support/localServer.ts'
import { type Pump, pump } from '../support/pump.ts'
import { connectTo } from './connectTo.ts'

/** These stand still, while every pause between two tries passes at once. */
const deadlines = [5000, 10_000, 15_000, 30_000]

/** A server whose present and history the test writes; a watch from an old version gets what came since. */
let history: { readonly type: string; readonly object: KubeObject }[] = []
let version = 1
let oldest = 0
let watching = new Set<ServerResponse>()
let noteWatch = () => {}
let server: LocalServer
let proxy: FaultProxy
let clock: FakeClock
let cluster: Cluster

beforeEach(async () => {
  history = []
  version = 1
  oldest = 0
  watching = new Set()
  server = await startLocalServer((request, response) => {
    const query = new URL(request.path, 'http://x').searchParams
    if (!query.has('watch'))
      return sendJson(response, { metadata: { resourceVersion: `${version}` }, items: present() })
    const from = Number(query.get('resourceVersion'))
    response.writeHead(200).flushHeaders()
    if (from < oldest) {
      const gone = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' }
      return response.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`)
    }
    for (const event of history) if (versionOf(event.object) > from) response.write(`${JSON.stringify(event)}\n`)
    watching.add(response)
    noteWatch()
    response.on('close', () => watching.delete(response))
  })
  proxy = await startFaultProxy(server.url)
  clock = createFakeClock({ passes: (ms) => !deadlines.includes(ms) && ms < 35_000 })
  cluster = createCluster(connectTo(proxy.url), { clock, random: () => 0.51 })
})
afterEach(async () => {
  cluster.close()
  await proxy.close()
  await server.close()
})

test('first the present, then what happens', async () => {
  write('ADDED', 'a')
  const events = watch()
  expect(await take(events)).toBe('sync a')
  await whenWatched()
  write('ADDED', 'b')
  expect(await take(events)).toBe('added b')
  write('MODIFIED', 'b')
  write('DELETED', 'a')
  expect([await take(events), await take(events)]).toEqual(['modified b', 'deleted a'])
  await events.stop()
  const query = new URL(server.requests[1]?.path ?? '', 'http://x').searchParams
  expect(Object.fromEntries(query)).toEqual({
    watch: '1',
    allowWatchBookmarks: 'true',
    labelSelector: 'l=v',
    resourceVersion: '2',
    timeoutSeconds: '351',
  })
})

test('a cut watch goes on from where it was: nothing lost, nothing twice', async () => {
  const events = watch()
  await take(events)
  await whenWatched()
  write('ADDED', 'a')
  expect(await take(events)).toBe('added a')
  proxy.cutAll()
  expect(await take(events)).toBe('stale 408')
  write('ADDED', 'b')
  expect([await take(events), await take(events)]).toEqual(['resumed', 'added b'])
})

test('a clean end is followed by a new watch, without a word', async () => {
  const events = watch()
  await take(events)
  await whenWatched()
  for (const response of watching) response.end()
  write('ADDED', 'a')
  expect(await take(events)).toBe('added a')
})

test('a bookmark moves the place to go on from', async () => {
  const events = watch()
  await take(events)
  await whenWatched()
  version = 40
  send({ type: 'BOOKMARK', object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: '', resourceVersion: '40' } } })
  oldest = 40
  for (const response of watching) response.end()
  write('ADDED', 'a')
  expect(await take(events)).toBe('added a')
  expect(server.requests.at(-1)?.path).toContain('resourceVersion=40')
})

test.each(['in the stream', 'as an answer'])('410 %s brings a new sync, without what is gone', async (how) => {
  write('ADDED', 'a')
  write('ADDED', 'b')
  const events = watch()
  expect(await take(events)).toBe('sync a b')
  await whenWatched()
  write('DELETED', 'a')
  await take(events)
  await clock.advance(1000)
  if (how === 'as an answer') proxy.inject({ type: 'answer', status: 410, path: 'watch=1', times: 1 })
  oldest = 100
  version = 100
  history = [{ type: 'ADDED', object: podOf('c', 100) }]
  proxy.cutAll()
  expect(await take(events)).toMatch(/^stale/)
  let next = await take(events)
  if (next === 'resumed') next = await take(events)
  expect(next).toBe('sync c')
})

test.each([429, 500, 503])('%i is waited out, with growing pauses', async (status) => {
  const events = watch()
  await take(events)
  await whenWatched()
  proxy.inject({ type: 'answer', status, path: 'watch=1', times: 3 })
  proxy.cutAll()
  const said = [await take(events), await take(events), await take(events), await take(events)]
  expect(said).toEqual(['stale 408', 'stale 816', 'stale 1632', 'stale 3264'])
  expect(await take(events)).toBe('resumed')
})

test('a server that is not there yet is waited for, at most 30 s at a time', async () => {
  proxy.inject({ type: 'answer', status: 503, times: 30 })
  const events = watch()
  const said: string[] = []
  for (let next = await take(events); next !== 'sync '; next = await take(events)) said.push(next)
  expect(said[0]).toBe('stale 408')
  expect(said.at(-1)).toBe('stale 15300')
})

test.each([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'notFound'],
])('%i ends the watch, at the first list and later', async (status, kind) => {
  proxy.inject({ type: 'answer', status, times: 1 })
  await expect(watch().next()).rejects.toMatchObject({ kind })
  const events = watch()
  await take(events)
  await whenWatched()
  proxy.inject({ type: 'answer', status, path: 'watch=1', times: 1 })
  for (const response of watching) response.end()
  await expect(events.next()).rejects.toMatchObject({ kind })
})

test('a line that is no event brings a new sync', async () => {
  const events = watch()
  await take(events)
  await whenWatched()
  for (const response of watching) response.write('{"type":"ODD"}\n')
  expect([await take(events), await take(events)]).toEqual(['stale 408', 'sync '])
})

test('a connection that is open but dead is found: after 90 s when the server does not answer', async () => {
  const events = watch()
  await take(events)
  await whenWatched()
  const next = take(events)
  proxy.inject({ type: 'refuse', path: '/version' })
  await clock.whenWaiting(90_000)
  await clock.advance(90_000)
  expect(await next).toMatch(/^stale/)
})

test('… and after its time when the server answers others', async () => {
  const events = watch()
  await take(events)
  await whenWatched()
  const next = take(events)
  let isOver = false
  void next.then(() => {
    isOver = true
  })
  const startMs = clock.now()
  // Only what watches the silence moves the time: deadlines are shorter.
  while (!isOver) await clock.advance(await Promise.race([clock.whenWaiting(30_001), next.then(() => 0)]))
  expect(await next).toMatch(/^stale/)
  const tookMs = clock.now() - startMs
  expect(tookMs).toBeGreaterThanOrEqual(365_000)
  expect(tookMs).toBeLessThan(380_000)
  expect(proxy.requests.filter((it) => it === 'GET /version').length).toBeGreaterThan(2)
})

test('aborting ends the iteration, wherever it is', async () => {
  for (const when of ['listing', 'watching', 'pausing'] as const) {
    if (when === 'listing') proxy.inject({ type: 'stall', afterBytes: 0, times: 1 })
    if (when === 'pausing') proxy.inject({ type: 'answer', status: 429, headers: { 'Retry-After': '600' } })
    const events = watch()
    if (when === 'listing') await clock.whenWaiting(30_000)
    if (when === 'watching') await whenWatched()
    if (when === 'pausing') expect(await take(events)).toBe('stale 600000')
    await events.stop()
    proxy.clear()
  }
})

test('law: however often a watch is cut, folding it gives what a list gives', async () => {
  const step = fc.record({ name: fc.constantFrom('a', 'b', 'c'), cut: fc.boolean(), drop: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      history = []
      const events = watch()
      const seen = new Map<string, string>()
      await fold(events, seen, ({ type }) => type === 'sync')
      for (const { name, cut, drop } of steps) {
        const exists = present().some((it) => it.metadata.name === name)
        write(exists ? (drop ? 'DELETED' : 'MODIFIED') : 'ADDED', name)
        const last = version
        if (cut) proxy.cutAll()
        await fold(events, seen, (event) => 'item' in event && versionOf(event.item) === last)
      }
      expect(seen).toEqual(new Map(present().map((it) => [it.metadata.name, it.metadata.resourceVersion])))
      await events.stop()
    }),
    { numRuns: 25 },
  )
})

type Events = Pump<WatchEvent<KubeObject>>

async function fold(
  events: Events,
  seen: Map<string, string | undefined>,
  isLast: (event: WatchEvent<KubeObject>) => boolean,
): Promise<void> {
  for (;;) {
    const event = await events.next()
    if (event.type === 'sync') {
      seen.clear()
      for (const it of event.items) seen.set(it.metadata.name, it.metadata.resourceVersion)
    } else if (event.type === 'deleted') seen.delete(event.item.metadata.name)
    else if ('item' in event) seen.set(event.item.metadata.name, event.item.metadata.resourceVersion)
    if (isLast(event)) return
  }
}

function watch(): Events {
  return pump((signal) => cluster.watch(resources.pods, { labelSelector: 'l=v', signal }))
}

/** The next event in short. */
async function take(events: Events): Promise<string> {
  const event = await events.next()
  if (event.type === 'sync') return `sync ${event.items.map((it) => it.metadata.name).join(' ')}`
  if (event.type === 'stale') return `stale ${event.retryInMs}`
  return 'item' in event ? `${event.type} ${event.item.metadata.name}` : event.type
}

async function whenWatched(): Promise<void> {
  while (watching.size === 0) {
    await new Promise<void>((resolve) => {
      noteWatch = resolve
    })
  }
}

function write(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string): void {
  version += 1
  const event = { type, object: podOf(name, version) }
  history.push(event)
  send(event)
}

function send(event: object): void {
  for (const response of watching) if (!response.writableEnded) response.write(`${JSON.stringify(event)}\n`)
}

function present(): KubeObject[] {
  const objects = new Map<string, KubeObject>()
  for (const { type, object } of history) {
    if (type === 'DELETED') objects.delete(object.metadata.name)
    else objects.set(object.metadata.name, object)
  }
  return [...objects.values()]
}

function podOf(name: string, resourceVersion: number): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, resourceVersion: `${resourceVersion}` } }
}

function versionOf(object: KubeObject): number {
  return Number(object.metadata.resourceVersion)
}
