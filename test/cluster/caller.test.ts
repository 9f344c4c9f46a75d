import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { resources } from '../../server/cluster/resources.ts'
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts'
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts'
import { type LocalServer, listen, sendJson, startLocalServer } from '../support/localServer.ts'
import { connectTo } from './connectTo.ts'

let server: LocalServer
let proxy: FaultProxy
let clock: FakeClock
let cluster: Cluster
beforeEach(async () => {
  server = await startLocalServer((_request, response) =>
    sendJson(response, { gitVersion: 'v1', apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }),
  )
  proxy = await startFaultProxy(server.url)
  clock = createFakeClock({ passes: (ms) => ms <= 5000 })
  cluster = createCluster(connectTo(proxy.url), { clock, random: () => 0.5 })
})
afterEach(async () => {
  cluster.close()
  await proxy.close()
  await server.close()
})

test.each([502, 503, 504])('a GET is repeated after %i, three times in all', async (status) => {
  proxy.inject({ type: 'answer', status, times: 2 })
  expect(await cluster.version()).toBe('v1')
  proxy.inject({ type: 'answer', status, times: 3 })
  await expect(cluster.version()).rejects.toMatchObject({ status })
  expect(clock.asked.filter((ms) => ms === 1100).length).toBe(4)
})

test('429 waits as long as the server asks, unless that is beyond the deadline', async () => {
  proxy.inject({ type: 'answer', status: 429, headers: { 'Retry-After': '3' }, times: 1 })
  expect(await cluster.version()).toBe('v1')
  expect(clock.asked).toContain(3000)
  proxy.inject({ type: 'answer', status: 429, headers: { 'Retry-After': '60' }, times: 1 })
  await expect(cluster.version()).rejects.toMatchObject({ kind: 'busy', retryAfterMs: 60_000 })
})

test('a GET is repeated when the connection is cut, before or within the answer', async () => {
  proxy.inject({ type: 'refuse', times: 1 })
  expect(await cluster.version()).toBe('v1')
  proxy.inject({ type: 'cut', afterBytes: 5, times: 1 })
  expect(await cluster.version()).toBe('v1')
})

test('nothing that changes the cluster is repeated', async () => {
  proxy.inject({ type: 'cut', afterBytes: 5, times: 1 })
  const call = cluster.apply(resources.modules, 'm', 'a: 1', { fieldManager: 'f' })
  await expect(call).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringMatching(/^the connection to 127.0.0.1:\d+ \(context `dev`\) was cut; try again$/),
  })
  proxy.inject({ type: 'answer', status: 503, times: 1 })
  await expect(cluster.delete(resources.pods, 'p')).rejects.toMatchObject({ kind: 'busy' })
  expect(proxy.requests.length).toBe(2)
})

test.each([404, 409, 500])('%i is an answer, not a failure to reach the server', async (status) => {
  proxy.inject({ type: 'answer', status, times: 1 })
  await expect(cluster.version()).rejects.toMatchObject({ status })
  expect(proxy.requests.length).toBe(1)
})

test('a call ends at its deadline, before the answer and within it', async () => {
  for (const afterBytes of [0, 5]) {
    proxy.inject({ type: 'stall', afterBytes, times: 1 })
    const call = cluster.version()
    const failed = expect(call).rejects.toMatchObject({
      kind: 'timeout',
      message: 'GET /version took longer than 10 seconds; the server is busy or cannot be reached',
    })
    await clock.whenWaiting(10_000)
    await clock.advance(10_000)
    await failed
  }
})

test('a caller sets another deadline, and may cancel', async () => {
  proxy.inject({ type: 'stall', afterBytes: 0 })
  const abort = new AbortController()
  const call = cluster.version({ deadlineMs: 7000, signal: abort.signal })
  expect(await clock.whenWaiting(7000)).toBe(7000)
  abort.abort()
  await expect(call).rejects.toMatchObject({ kind: 'cancelled', message: 'GET /version was cancelled' })
  await expect(cluster.version({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' })
})

test('a held request goes on when it is let go', async () => {
  let release = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  proxy.inject({ type: 'delay', until, times: 1 })
  const call = cluster.version()
  await clock.whenWaiting(10_000)
  release()
  expect(await call).toBe('v1')
})

test('401 without anything to renew says whose credentials were refused', async () => {
  proxy.inject({ type: 'answer', status: 401 })
  await expect(cluster.version()).rejects.toMatchObject({
    kind: 'unauthorized',
    message: expect.stringContaining(
      'does not accept the credentials of user `ann` (context `dev`): they are missing, expired or revoked; log in again',
    ),
  })
  expect(proxy.requests.length).toBe(1)
})

test('a token file is read again after a minute, and at once after a 401', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kmm-token-'))
  try {
    const tokenFile = join(folder, 'token')
    await writeFile(tokenFile, 'one\n')
    const own = createCluster(connectTo(proxy.url, { user: { tokenFile, token: 'start' } }), { clock })
    await own.version()
    await writeFile(tokenFile, 'two\n')
    await own.version()
    await clock.advance(60_000)
    await own.version()
    await writeFile(tokenFile, 'three')
    proxy.inject({ type: 'answer', status: 401, times: 1 })
    await own.version()
    await rm(tokenFile)
    await clock.advance(60_000)
    await own.version()
    const tokens = server.requests.map(({ headers }) => headers.authorization)
    expect(tokens).toEqual(['one', 'one', 'two', 'three', 'start'].map((it) => `Bearer ${it}`))
    const bare = createCluster(connectTo(proxy.url, { user: { tokenFile } }), { clock })
    await expect(bare.version()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(
        /^the token of user `ann` cannot be read: ENOENT.*; correct the kubeconfig or log in/,
      ),
    })
    own.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a refused connection names the address and what to do', async () => {
  await proxy.close()
  await expect(cluster.version()).rejects.toMatchObject({
    kind: 'unreachable',
    message: `nothing listens at ${new URL(proxy.url).host}: the API server of context \`dev\` is down, or its address in the kubeconfig is old`,
  })
})

test('a server that speaks something else', async () => {
  const sockets: Socket[] = []
  const strange: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.end('SSH-2.0-OpenSSH\r\n')
  })
  const port = await listen(strange)
  for (const [scheme, message] of [
    ['http', /does not answer in HTTP \(context `dev`\): check its scheme and port/],
    ['https', /does not speak TLS as the kubeconfig expects|TLS connection to/],
  ] as const) {
    const other = createCluster(connectTo(`${scheme}://127.0.0.1:${port}`), { clock })
    await expect(other.version()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(message),
    })
  }
  for (const socket of sockets) socket.destroy()
  strange.close()
})

test('a token that no header can hold', async () => {
  const other = createCluster(connectTo(proxy.url, { user: { token: 'a\nb' } }), { clock })
  await expect(other.version()).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('log in again'),
  })
})
