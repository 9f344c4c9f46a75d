import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import type { ExecEntry, PluginPolicy } from '../../server/cluster/kubeconfig.ts'
import { createPluginCache } from '../../server/cluster/pluginCache.ts'
import { createAuthority } from '../support/certificates.ts'
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts'
import { type LocalServer, sendJson, sendStatus, startLocalServer } from '../support/localServer.ts'
import { connectTo } from './connectTo.ts'

const apiVersion = 'client.authentication.k8s.io/v1'
/** Counts its runs in a file, and does what its first argument says. */
const plugin = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const [what, value] = process.argv.slice(2)
appendFileSync(process.env.COUNT, JSON.stringify({ info: process.env.KUBERNETES_EXEC_INFO, pid: process.pid }) + '\\n')
const run = readFileSync(process.env.COUNT, 'utf8').trim().split('\\n').length
const print = (status, version = '${apiVersion}') =>
  console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: version, status }))
if (what === 'token') print({ token: value + run, expirationTimestamp: process.env.EXPIRES })
if (what === 'file') print(JSON.parse(readFileSync(value, 'utf8')))
if (what === 'version') print({ token: 'x' }, value)
if (what === 'garbage') console.log('hello')
if (what === 'flood') process.stdout.write('x'.repeat(2_000_000))
if (what === 'fail') { console.error('open https://login.example.com'); process.exitCode = 3 }
if (what === 'hang') { console.error('waiting'); setInterval(() => {}, 1000) }
`

let folder = ''
let count = ''
let server: LocalServer
let clock: FakeClock
let output: string[]
const open: Cluster[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kmm-plugin-'))
  await writeFile(join(folder, 'login'), plugin)
  await chmod(join(folder, 'login'), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(async () => {
  count = join(folder, `count-${Math.random()}`)
  clock = createFakeClock()
  output = []
  server = await startLocalServer((request, response) =>
    request.headers.authorization === 'Bearer revoked1'
      ? sendStatus(response, 401, 'Unauthorized', 'Unauthorized')
      : sendJson(response, { gitVersion: request.headers.authorization }),
  )
})
afterEach(async () => {
  for (const cluster of open.splice(0)) cluster.close()
  await server.close()
})

test('the plugin is asked once, and again when its credential is about to expire', async () => {
  const cluster = clusterWith({ args: ['token', 't'] }, { EXPIRES: new Date(clock.now() + 60_000).toISOString() })
  expect(await cluster.version()).toBe('Bearer t1')
  await clock.advance(49_000)
  expect(await cluster.version()).toBe('Bearer t1')
  await clock.advance(2000)
  expect(await cluster.version()).toBe('Bearer t2')
})

test('calls at the same moment share one run; so do clusters that share a cache', async () => {
  const pluginCache = createPluginCache()
  const clusters = [1, 2].map(() => clusterWith({ args: ['token', 't'] }, {}, { pluginCache }))
  const answers = await Promise.all([...clusters, ...clusters].map((cluster) => cluster.version()))
  expect(new Set(answers)).toEqual(new Set(['Bearer t1']))
  const other = clusterWith({ args: ['token', 'other'] }, {}, { pluginCache })
  expect(await other.version()).toBe('Bearer other2')
})

test('after a 401 the plugin is run again, once, for all who were refused', async () => {
  const cluster = clusterWith({ args: ['token', 'revoked'] })
  const answers = await Promise.all([1, 2, 3].map(() => cluster.version()))
  expect(new Set(answers)).toEqual(new Set(['Bearer revoked2']))
  expect((await runs()).length).toBe(2)
})

test('it is told that there is no terminal, and of the cluster only on request', async () => {
  await clusterWith({ args: ['token', 't'] }).version()
  await clusterWith({ args: ['token', 't'], provideClusterInfo: true }).version()
  expect((await runs()).map(({ info }) => JSON.parse(info))).toEqual([
    { kind: 'ExecCredential', apiVersion, spec: { interactive: false } },
    {
      kind: 'ExecCredential',
      apiVersion,
      spec: { interactive: false, cluster: { server: server.url, config: { a: 1 } } },
    },
  ])
})

test('a client certificate from the plugin is used', async () => {
  const authority = createAuthority()
  const [own, client] = [authority.issue('server'), authority.issue('ann')]
  const tls = { ...own, ca: authority.cert, requestCert: true, rejectUnauthorized: true }
  const secured = await startLocalServer((_request, response) => sendJson(response, { gitVersion: 'known' }), tls)
  const file = join(folder, 'pair.json')
  await writeFile(file, JSON.stringify({ clientCertificateData: client.cert, clientKeyData: client.key }))
  const exec = execOf({ args: ['file', file] })
  const cluster = { certificateAuthorityData: authority.cert }
  const connection = connectTo(secured.url, { user: { exec }, cluster, env: { COUNT: count } })
  const it = createCluster(connection, { clock })
  open.push(it)
  expect(await it.version()).toBe('known')
  await secured.close()
})

test.each([
  [{ args: ['garbage'] }, 'unauthorized', /cannot be used: it did not print an ExecCredential$/],
  [
    { args: ['version', 'client.authentication.k8s.io/v1beta1'] },
    'unauthorized',
    /it answered in the version `client.authentication.k8s.io\/v1beta1`, not /,
  ],
  [{ args: ['flood'] }, 'unauthorized', /printed more than 1 MB/],
  [{ args: ['fail'] }, 'unauthorized', /login` of user `ann` ended with code 3: open https:\/\/login.example.com$/],
  [
    { command: 'no-such-plugin', installHint: 'brew install it' },
    'invalid',
    /cannot be started: it is not installed, or not on the PATH\nbrew install it$/,
  ],
  [{ command: '' }, 'invalid', /has no `command` in \/home\/ann\/.kube\/config$/],
  [{ apiVersion: 'client.authentication.k8s.io/v1alpha1' }, 'invalid', /write `client.authentication.k8s.io\/v1` in /],
  [{ interactiveMode: 'Always' }, 'invalid', /wants a terminal .*; log in from a terminal first/],
])('%j is an error that says what to do', async (exec: Partial<ExecEntry>, kind, message) => {
  await expect(clusterWith(exec).version()).rejects.toMatchObject({ kind, message: expect.stringMatching(message) })
})

test('what the plugin says reaches the user while it runs; it is killed after 60 s', async () => {
  const cluster = clusterWith({ args: ['hang'] })
  const failed = expect(cluster.version()).rejects.toMatchObject({
    kind: 'timeout',
    message: expect.stringMatching(/did not finish within 60 seconds: waiting$/),
  })
  await said
  expect(output).toEqual(['waiting\n'])
  await clock.advance(60_000)
  await failed
  await isGone()
})

test('cancelling the last who waits kills the plugin', async () => {
  const cluster = clusterWith({ args: ['hang'] })
  const aborts = [new AbortController(), new AbortController()]
  const calls = aborts.map(({ signal }) =>
    expect(cluster.version({ signal })).rejects.toMatchObject({ kind: 'cancelled' }),
  )
  await said
  aborts[0]?.abort()
  await calls[0]
  expect((await runs()).length).toBe(1)
  aborts[1]?.abort()
  await calls[1]
  await isGone()
})

test.each<[PluginPolicy['policy'], string[], boolean]>([
  ['AllowAll', [], true],
  ['DenyAll', ['login'], false],
  ['Allowlist', ['login'], true],
  ['Allowlist', ['other'], false],
  ['Allowlist', [], false],
])('kuberc with %s %j lets the plugin run: %s', async (policy, allowed, runsIt) => {
  for (const command of ['login', join(folder, 'login')]) {
    const version = clusterWith(
      { command, args: ['token', 't'] },
      {},
      { policy: { policy, allowed, file: 'kuberc' } },
    ).version()
    if (runsIt) expect(await version).toMatch(/^Bearer t/)
    else {
      const message = expect.stringContaining(`may not run: kuberc sets \`credentialPluginPolicy: ${policy}\``)
      await expect(version).rejects.toMatchObject({ kind: 'invalid', message })
    }
  }
})

let said = Promise.resolve()

function clusterWith(
  exec: Partial<ExecEntry>,
  env: Record<string, string> = {},
  extra: { readonly policy?: PluginPolicy; readonly pluginCache?: ReturnType<typeof createPluginCache> } = {},
): Cluster {
  let say = () => {}
  said = new Promise((resolve) => {
    say = resolve
  })
  const connection = connectTo(server.url, {
    user: { exec: execOf(exec) },
    cluster: { execConfig: { a: 1 } },
    env: { PATH: [folder, dirname(process.execPath)].join(delimiter), COUNT: count, ...env },
    ...(extra.policy === undefined ? {} : { pluginPolicy: extra.policy }),
  })
  const cluster = createCluster(connection, {
    clock,
    onPluginOutput: (text) => {
      output.push(text)
      say()
    },
    ...(extra.pluginCache === undefined ? {} : { pluginCache: extra.pluginCache }),
  })
  open.push(cluster)
  return cluster
}

function execOf(exec: Partial<ExecEntry>): ExecEntry {
  const command = join(folder, 'login')
  return { apiVersion, command, args: [], env: {}, provideClusterInfo: false, interactiveMode: 'IfAvailable', ...exec }
}

async function runs(): Promise<{ readonly info: string; readonly pid: number }[]> {
  const lines = (await readFile(count, 'utf8')).trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}

/** Resolves once the plugin's process has ended. */
async function isGone(): Promise<void> {
  const [run] = await runs()
  expect(run).toBeDefined()
  for (;;) {
    try {
      process.kill(run?.pid ?? 0, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}
