import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { type FollowLogOptions, followLog, type LogEvent } from '../../server/cluster/followLog.ts'
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts'
import { startFaultProxy } from '../support/faultProxy.ts'
import {
  type LocalServer,
  type ReceivedRequest,
  sendJson,
  sendStatus,
  startLocalServer,
} from '../support/localServer.ts'
import { type Pump, pump } from '../support/pump.ts'
import { connectTo } from './connectTo.ts'

/** One answer's end: after so many bytes, cleanly or not. */
interface Cut {
  readonly bytes: number
  readonly isClean: boolean
}

/** A pod whose one container the test runs, and a kubelet that may cut its log anywhere. */
interface Container {
  status: object
  phase: string
  uid: string
  /** lines with timestamps, of this run and the one before */
  lines: string[]
  previous: string[]
  isRunning: boolean
  isDeleted: boolean
  /** of the next followed answers, in order */
  cuts: Cut[]
  /** what a followed answer does not get: the log file was rotated under the kubelet */
  hidden: number
}

const at = (second: number, fraction = '') => `2026-11-23T10:00:${String(second).padStart(2, '0')}${fraction}Z`
const running = { restartCount: 0, state: { running: { startedAt: at(0) } } }
const ended = (exitCode: number, reason: string) => ({ terminated: { exitCode, reason } })

/** These stand still, while every pause between two tries passes at once. */
const deadlines = [10_000, 15_000, 30_000, 60_000]

let container: Container
let follows = new Set<ServerResponse>()
let noteFollow = () => {}
let server: LocalServer
let cluster: Cluster
let clock: FakeClock
beforeEach(async () => {
  container = {
    status: running,
    phase: 'Running',
    uid: 'u1',
    lines: [],
    previous: [],
    isRunning: true,
    isDeleted: false,
    cuts: [],
    hidden: 0,
  }
  follows = new Set()
  server = await startLocalServer((request, response) => {
    if (container.isDeleted) sendStatus(response, 404, 'NotFound', 'pods "p" not found')
    else if (request.path.includes('/log?')) sendLog(request, response)
    else sendJson(response, podNow())
  })
  clock = createFakeClock({ passes: (ms) => !deadlines.includes(ms) })
  cluster = createCluster(connectTo(server.url), { clock })
})
afterEach(async () => {
  cluster.close()
  await server.close()
})

test('lines come as they are written, and the end with its exit code', async () => {
  container.lines = [`${at(1)} one`]
  const events = follow()
  expect(await events.next()).toEqual({ type: 'line', time: at(1), text: 'one' })
  append(`${at(1, '.5')} two  words`)
  expect(await events.next()).toEqual({ type: 'line', time: at(1, '.5'), text: 'two  words' })
  exit(0)
  expect(await events.next()).toEqual({ type: 'ended', exitCode: 0, reason: 'Completed', willRestart: false })
  await events.ended
  expect(server.requests.filter(({ path }) => path.includes('/log?'))[0]?.path).toBe(
    '/api/v1/namespaces/ns/pods/p/log?container=worker&follow=true&timestamps=true',
  )
})

test('a container that has not started is waited for; each reason is told once', async () => {
  container.status = { restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } }
  let change = () => {}
  const waitForChange = () =>
    new Promise<void>((resolve) => {
      change = resolve
    })
  // Only the change wakes it.
  clock = createFakeClock()
  const events = follow({ waitForChange })
  expect(await events.next()).toEqual({ type: 'waiting', reason: 'ContainerCreating' })
  container.status = { restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } }
  change()
  expect(await events.next()).toEqual({ type: 'waiting', reason: 'ImagePullBackOff' })
  container.lines = [`${at(1)} one`]
  container.status = running
  change()
  expect(await events.next()).toMatchObject({ type: 'line', text: 'one' })
  await events.stop()
})

test('a cut is told, and the log goes on without a gap', async () => {
  container.lines = [`${at(1)} one`, `${at(1)} two`, `${at(2)} three`]
  container.cuts = [{ bytes: 30, isClean: false }]
  const events = follow()
  expect(await events.next()).toMatchObject({ text: 'one' })
  expect(await events.next()).toMatchObject({ type: 'dropped', error: { kind: 'unreachable' } })
  expect([await events.next(), await events.next()]).toMatchObject([{ text: 'two' }, { text: 'three' }])
  expect(server.requests.at(-1)?.path).toContain(`sinceTime=${encodeURIComponent(at(1))}`)
  await events.stop()
})

test('a crashing container: each run’s lines, then its end, then the next run', async () => {
  container.lines = [`${at(1)} first`]
  const events = follow()
  expect(await events.next()).toMatchObject({ text: 'first' })
  append(`${at(2)} boom`)
  exit(1)
  expect(await events.next()).toMatchObject({ text: 'boom' })
  expect(await events.next()).toEqual({ type: 'ended', exitCode: 1, reason: 'Error', willRestart: true })
  restart([`${at(5)} second`])
  expect(await events.next()).toMatchObject({ text: 'second' })
  await events.stop()
})

test('a run that ended and restarted while the connection was down is read from the previous log', async () => {
  container.lines = [`${at(1)} first`]
  const events = follow()
  await events.next()
  container.lines.push(`${at(2)} last words`)
  restart([`${at(5)} second`], 1)
  for (const response of follows) response.destroy()
  expect(await events.next()).toMatchObject({ type: 'dropped' })
  expect(await events.next()).toMatchObject({ text: 'last words' })
  expect(await events.next()).toEqual({ type: 'ended', exitCode: 1, reason: 'Error', willRestart: true })
  expect(await events.next()).toMatchObject({ text: 'second' })
  await events.stop()
})

test('who comes late sees the run before, too', async () => {
  container.lines = [`${at(1)} first`]
  restart([], 1)
  container.status = {
    restartCount: 1,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: ended(1, 'Error'),
  }
  const events = follow()
  expect(await events.next()).toMatchObject({ text: 'first' })
  expect(await events.next()).toMatchObject({ type: 'ended', exitCode: 1, willRestart: true })
  expect(await events.next()).toEqual({ type: 'waiting', reason: 'CrashLoopBackOff' })
  restart([`${at(9)} second`], 1)
  expect(await events.next()).toMatchObject({ text: 'second' })
  await events.stop()
})

test('a pod that is deleted, or replaced by another of its name', async () => {
  container.lines = [`${at(1)} one`]
  const events = follow({ uid: 'u1' })
  await events.next()
  container.uid = 'u2'
  for (const response of follows) response.end()
  expect(await events.next()).toEqual({ type: 'gone', wasRead: true })
  await events.ended
  container.isDeleted = true
  const late = follow()
  expect(await late.next()).toEqual({ type: 'gone', wasRead: false })
  await late.ended
})

test('a stream that says nothing while the log goes on is replaced', async () => {
  container.lines = [`${at(1)} one`]
  const events = follow()
  await events.next()
  await whenFollowed()
  container.lines.push(`${at(2)} rotated away`)
  await clock.whenWaiting(60_000)
  await clock.advance(60_000)
  expect(await events.next()).toMatchObject({ type: 'line', text: 'rotated away' })
  await events.stop()
})

test('a stream that says nothing while the server does not answer either is replaced, too', async () => {
  const proxy = await startFaultProxy(server.url)
  container.lines = [`${at(1)} one`]
  const events = follow({}, proxy.url)
  await events.next()
  await whenFollowed()
  proxy.inject({ type: 'refuse', path: 'limitBytes', times: 1 })
  await clock.whenWaiting(60_000)
  const nextAnswer = nextFollow()
  await clock.advance(60_000)
  await nextAnswer
  expect(proxy.requests.filter((request) => request.includes('follow=true')).length).toBe(2)
  await events.stop()
  await proxy.close()
})

test('a container that keeps closing its log is told after a while, and left alone for longer and longer', async () => {
  container.cuts = Array.from({ length: 12 }, () => ({ bytes: 0, isClean: true }))
  const events = follow()
  const pauses: unknown[] = []
  while (pauses.length < 9) pauses.push((await events.next()) satisfies LogEvent)
  expect(pauses.map((event) => (isDropped(event) ? event.retryInMs : event))).toEqual([
    555, 1110, 2220, 4440, 8880, 11_100, 11_100, 11_100, 11_100,
  ])
  await events.stop()
})

test('what cannot be mended is thrown', async () => {
  const events = follow({ container: 'nope' })
  await expect(events.next()).rejects.toMatchObject({
    kind: 'invalid',
    message: 'pod `p` has no container `nope`; it has `worker`',
  })
})

test('law: a log cut anywhere, however often, yields every line once and in order', async () => {
  const line = fc.record({
    step: fc.constantFrom(0, 0, 0, 1, 2),
    fraction: fc.constantFrom('', '.1', '.12', '.5', '.999999999'),
    text: fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '·').toWellFormed()),
  })
  const cut = fc.record({ bytes: fc.nat({ max: 400 }), isClean: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), fc.array(cut, { maxLength: 5 }), async (lines, cuts) => {
      let second = 0
      container.lines = lines.map(({ step, fraction, text }) => {
        second += step
        return `${at(second, fraction)} ${text}`
      })
      container.cuts = [...cuts]
      container.status = running
      container.isRunning = true
      const events = follow()
      // The container ends once somebody has seen its whole log, or at least would have.
      while (container.cuts.length > 0) await nextFollow()
      await whenFollowed()
      exit(0)
      await events.ended
      const texts = events.all.flatMap((event) => (event.type === 'line' ? [event.text] : []))
      expect(texts).toEqual(lines.map(({ text }) => text))
      expect(events.all.at(-1)).toMatchObject({ type: 'ended', exitCode: 0 })
    }),
    { numRuns: 60 },
  )
})

function follow(options: Partial<FollowLogOptions> = {}, url = server.url): Pump<LogEvent> {
  const own = createCluster(connectTo(url), { clock })
  const known = { namespace: 'ns', pod: 'p', container: 'worker', clock, random: () => 0.11 }
  return pump((signal) => followLog(own, { ...known, ...options, signal }))
}

function isDropped(event: unknown): event is Extract<LogEvent, { type: 'dropped' }> {
  return typeof event === 'object' && event !== null && 'retryInMs' in event
}

function podNow(): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'ns', uid: container.uid },
    spec: { restartPolicy: 'OnFailure', containers: [{ name: 'worker' }] },
    status: { phase: container.phase, containerStatuses: [{ name: 'worker', ...container.status }] },
  }
}

/** What a kubelet does: lines from `sinceTime` on, then those that are written, until the container ends. */
function sendLog(request: ReceivedRequest, response: ServerResponse): void {
  const query = new URL(request.path, 'http://x').searchParams
  const since = Date.parse(query.get('sinceTime') ?? at(0))
  const all = query.has('previous') ? container.previous : container.lines
  const known = all.filter((line) => Date.parse(line.split(' ')[0] ?? '') >= since)
  const body = Buffer.from(known.map((line) => `${line}\n`).join(''))
  response.writeHead(200, { 'Content-Type': 'text/plain' }).flushHeaders()
  if (!query.has('follow')) return void response.end(body)
  const cut = container.cuts.shift()
  if (cut !== undefined) {
    response.write(body.subarray(0, cut.bytes), () => (cut.isClean ? response.end() : response.destroy()))
  } else {
    response.write(body)
    if (!container.isRunning) response.end()
    follows.add(response)
    response.on('close', () => follows.delete(response))
  }
  noteFollow()
}

function append(line: string): void {
  container.lines.push(line)
  for (const response of follows) response.write(`${line}\n`)
}

function exit(exitCode: number): void {
  container.isRunning = false
  container.status = { restartCount: 0, state: ended(exitCode, exitCode === 0 ? 'Completed' : 'Error') }
  for (const response of follows) response.end()
}

function restart(lines: string[], exitCode = 1): void {
  if (lines.length > 0 || container.previous.length === 0) container.previous = container.lines
  container.lines = lines
  container.isRunning = true
  container.status = { ...running, restartCount: 1, lastState: ended(exitCode, 'Error') }
}

function nextFollow(): Promise<void> {
  return new Promise((resolve) => {
    noteFollow = resolve
  })
}

async function whenFollowed(): Promise<void> {
  while (follows.size === 0) await nextFollow()
}
