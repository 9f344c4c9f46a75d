import { afterEach, expect, test } from 'vitest'
import type { AuthProviders } from '../../server/cluster/authProviderSource.ts'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import type { AuthProviderEntry } from '../../server/cluster/kubeconfig.ts'
import { createAuthority } from '../support/certificates.ts'
import { createFakeClock } from '../support/fakeClock.ts'
import { type LocalServer, sendJson, sendStatus, startLocalServer } from '../support/localServer.ts'
import { connectTo } from './connectTo.ts'

const clock = createFakeClock()
const renewable = { 'refresh-token': 'r', 'client-id': 'c', 'idp-issuer-url': 'https://idp.example.com' }
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const it of open.splice(0)) await it.close()
})

test('a valid id-token is used as it is, without loading anything', async () => {
  const token = jwt(clock.now() + 60_000)
  const { cluster } = await start({ name: 'oidc', config: { 'id-token': token } }, () =>
    Promise.reject(new Error('loaded')),
  )
  expect(await cluster.version()).toBe(`Bearer ${token}`)
})

test('an expired one is renewed once, until the new one expires', async () => {
  let renewals = 0
  const given: AuthProviderEntry[] = []
  const { cluster } = await start(
    { name: 'oidc', config: { ...renewable, 'id-token': jwt(clock.now() - 1000) } },
    async () => ({
      createAuthProvider: (entry) => {
        given.push(entry)
        return { authorize: async () => `Bearer ${jwt(clock.now() + 60_000, ++renewals)}` }
      },
    }),
  )
  const first = await cluster.version()
  expect(await cluster.version()).toBe(first)
  expect([renewals, given.length]).toEqual([1, 1])
  await clock.advance(51_000)
  expect(await cluster.version()).not.toBe(first)
  expect([renewals, given.length]).toEqual([2, 1])
})

test('calls at the same moment renew once, and a refused token is renewed', async () => {
  let renewals = 0
  const given = jwt(clock.now() + 60_000)
  const { cluster, server } = await start(
    { name: 'oidc', config: { ...renewable, 'id-token': given } },
    async () => ({ createAuthProvider: () => ({ authorize: async () => `Bearer renewed${++renewals}` }) }),
    (authorization) => authorization === `Bearer ${given}`,
  )
  const answers = await Promise.all([cluster.version(), cluster.version(), cluster.version()])
  expect(new Set(answers)).toEqual(new Set(['Bearer renewed1']))
  expect(server.requests.length).toBe(6)
})

test('an issuer that does not answer is given up after 60 s', async () => {
  const { cluster } = await start({ name: 'oidc', config: renewable }, async () => ({
    createAuthProvider: () => ({ authorize: () => new Promise(() => {}) }),
  }))
  const failed = expect(cluster.version()).rejects.toMatchObject({ kind: 'timeout' })
  await clock.whenWaiting(60_000)
  await clock.advance(60_000)
  await failed
})

test.each([
  [
    'oidc',
    { 'id-token': jwt(0) },
    'unauthorized',
    /has expired, and without `refresh-token`, `client-id`, `idp-issuer-url` it cannot/,
  ],
  [
    'gcp',
    {},
    'invalid',
    /kubectl gave up in 1.26; let the kubeconfig run the plugin `gke-gcloud-auth-plugin` instead$/,
  ],
  ['azure', {}, 'invalid', /the plugin `kubelogin`/],
  [
    'mystery',
    {},
    'invalid',
    /\(auth-provider `mystery` in \/home\/ann\/.kube\/config\) logs in a way that is not known/,
  ],
  ['oidc', renewable, 'unauthorized', /could not be renewed: fetch failed: no route; log in again$/],
])('%s with %j is an error that says what to do', async (name, config, kind, message) => {
  const { cluster } = await start({ name, config }, async () => ({
    createAuthProvider: () => ({
      authorize: () => Promise.reject(new Error('fetch failed', { cause: new Error('no route') })),
    }),
  }))
  await expect(cluster.version()).rejects.toMatchObject({ kind, message: expect.stringMatching(message) })
})

test('an issuer with its own authority is a case for NODE_EXTRA_CA_CERTS', async () => {
  const authority = createAuthority()
  const idp = await startLocalServer((_request, response) => sendJson(response, {}), authority.issue('idp'))
  open.push(idp)
  const certificate = Buffer.from(authority.cert).toString('base64')
  const config = { ...renewable, 'idp-issuer-url': idp.url, 'idp-certificate-authority-data': certificate }
  const { cluster } = await start({ name: 'oidc', config })
  const message = expect.stringMatching(
    /could not be renewed: .*; name the issuer’s authority in NODE_EXTRA_CA_CERTS, or/,
  )
  await expect(cluster.version()).rejects.toMatchObject({ kind: 'unauthorized', message })
})

async function start(
  authProvider: AuthProviderEntry,
  loadAuthProviders?: () => Promise<AuthProviders>,
  refuses: (authorization: string) => boolean = () => false,
): Promise<{ cluster: Cluster; server: LocalServer }> {
  const server = await startLocalServer((request, response) => {
    const { authorization = '' } = request.headers
    if (refuses(authorization)) sendStatus(response, 401, 'Unauthorized', 'Unauthorized')
    else sendJson(response, { gitVersion: authorization })
  })
  const connection = connectTo(server.url, { user: { authProvider } })
  const cluster = createCluster(connection, { clock, ...(loadAuthProviders ? { loadAuthProviders } : {}) })
  open.push(cluster, server)
  return { cluster, server }
}

function jwt(expiresMs: number, serial = 0, claims = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part({ exp: Math.floor(expiresMs / 1000), serial, ...claims })}.c2ln`
}
