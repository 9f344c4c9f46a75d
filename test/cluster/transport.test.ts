import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { resources } from '../../server/cluster/resources.ts'
import { createAuthority } from '../support/certificates.ts'
import { type Handler, type LocalServer, listen, sendJson, startLocalServer } from '../support/localServer.ts'
import { type ConnectOptions, connectTo } from './connectTo.ts'

const authority = createAuthority()
const serverPair = authority.issue('server')
const clientPair = authority.issue('ann')

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const it of open.splice(0)) await it.close()
})

const answer: Handler = (_request, response) => sendJson(response, { gitVersion: 'v1' })

test('TLS with the kubeconfig’s authority, as data and as a file', async () => {
  const server = await startTls()
  expect(await clusterAt(server.url, { cluster: { certificateAuthorityData: authority.cert } }).version()).toBe('v1')
  const folder = await mkdtemp(join(tmpdir(), 'kmm-ca-'))
  const certificateAuthority = join(folder, 'ca.crt')
  await writeFile(certificateAuthority, authority.cert)
  expect(await clusterAt(server.url, { cluster: { certificateAuthority } }).version()).toBe('v1')
  await rm(folder, { recursive: true })
  await expect(clusterAt(server.url, { cluster: { certificateAuthority } }).version()).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringMatching(/^the certificate authority of cluster `test` cannot be read: ENOENT/),
  })
})

test('20 calls over TLS make one handshake', async () => {
  const server = await startTls()
  const cluster = clusterAt(server.url, { cluster: { certificateAuthorityData: authority.cert } })
  for (let call = 0; call < 20; call += 1) await cluster.version()
  expect([server.requests.length, server.connections]).toEqual([20, 1])
})

test('a certificate of an unknown authority, or for another name, is refused with advice', async () => {
  const server = await startTls()
  const other = createAuthority('other').cert
  await expect(clusterAt(server.url, { cluster: { certificateAuthorityData: other } }).version()).rejects.toMatchObject(
    {
      kind: 'unreachable',
      message: expect.stringMatching(
        /is not signed by the authority that context `dev` trusts; correct `certificate-auth/,
      ),
    },
  )
  await expect(clusterAt(server.url).version()).rejects.toMatchObject({ kind: 'unreachable' })
  const named = { certificateAuthorityData: authority.cert, tlsServerName: 'api.example.com' }
  await expect(clusterAt(server.url, { cluster: named }).version()).rejects.toMatchObject({
    message: expect.stringContaining('is for other names'),
  })
  expect(await clusterAt(server.url, { cluster: { insecureSkipTlsVerify: true } }).version()).toBe('v1')
  expect(await clusterAt(server.url, { cluster: { ...named, tlsServerName: 'localhost' } }).version()).toBe('v1')
})

test('a client certificate is shown', async () => {
  const seen: unknown[] = []
  const tls = { ...serverPair, ca: authority.cert, requestCert: true, rejectUnauthorized: true }
  const handler: Handler = (_request, response) => {
    if (isTls(response.socket)) seen.push(response.socket.getPeerCertificate().subject.CN)
    sendJson(response, { gitVersion: 'v1' })
  }
  const server = await startLocalServer(handler, tls)
  open.push(server)
  const user = { clientCertificateData: clientPair.cert, clientKeyData: clientPair.key }
  await clusterAt(server.url, { cluster: { certificateAuthorityData: authority.cert }, user }).version()
  expect(seen).toEqual(['ann'])
  const broken = { ...user, clientKeyData: 'nonsense' }
  await expect(clusterAt(server.url, { user: broken }).version()).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('a certificate or key of context `dev` (user `ann`) is unusable'),
  })
})

test('a compressed list is read, unless compression is off', async () => {
  const handler: Handler = (request, response) => {
    const body = JSON.stringify({ metadata: {}, items: [{ metadata: { name: 'p' } }] })
    if (request.headers['accept-encoding'] !== 'gzip') return response.end(body)
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body))
  }
  const server = await startLocalServer(handler)
  open.push(server)
  expect((await clusterAt(server.url).list(resources.pods)).items.length).toBe(1)
  expect(
    (await clusterAt(server.url, { cluster: { disableCompression: true } }).list(resources.pods)).items.length,
  ).toBe(1)
  expect(server.requests.map(({ headers }) => headers['accept-encoding'])).toEqual(['gzip', undefined])
})

test('streams do not wait for requests, nor requests for streams', async () => {
  const server = await startLocalServer((request, response) => {
    if (request.path.includes('/log')) response.write('line\n')
    else sendJson(response, { gitVersion: 'v1' })
  })
  open.push(server)
  const cluster = clusterAt(server.url)
  const logs = Array.from({ length: 30 }, (_, index) =>
    cluster.logs({ namespace: 'n', pod: `p${index}`, container: 'c', follow: true })[Symbol.asyncIterator](),
  )
  expect((await Promise.all(logs.map((log) => log.next()))).map(({ value }) => value)).toEqual(Array(30).fill('line'))
  expect(await cluster.version()).toBe('v1')
  await Promise.all(logs.map((log) => log.return?.()))
})

test.each(['http', 'https'])('an %s proxy opens a tunnel to a TLS server', async (scheme) => {
  const server = await startTls()
  const { url, asked } = await startProxy(scheme === 'https')
  // The proxy's own certificate is checked against the machine's authorities, which do not know ours.
  const proxyUrl = url.replace('//', '//me:p%40ss@')
  const cluster = clusterAt(server.url, { cluster: { certificateAuthorityData: authority.cert, proxyUrl } })
  if (scheme === 'https') {
    await expect(cluster.version()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/^the proxy https:\/\/127.0.0.1:\d+ cannot be used: /),
    })
    return
  }
  for (let call = 0; call < 3; call += 1) expect(await cluster.version()).toBe('v1')
  expect(asked).toEqual([`CONNECT 127.0.0.1:${server.port} Basic ${Buffer.from('me:p@ss').toString('base64')}`])
})

test('a plain server is asked through the proxy by its whole address', async () => {
  const asked: string[] = []
  const proxy = await startLocalServer((request, response) => {
    asked.push(`${request.method} ${request.path} ${request.headers.host}`)
    sendJson(response, { gitVersion: 'proxied' })
  })
  open.push(proxy)
  const env = { http_proxy: proxy.url }
  expect(await clusterAt('http://api.example.com:8080/base', { env }).version()).toBe('proxied')
  expect(asked).toEqual(['GET http://api.example.com:8080/base/version api.example.com:8080'])
})

test('a proxy that refuses is named', async () => {
  const server = await startTls()
  const { url } = await startProxy(false, 407)
  const cluster = clusterAt(server.url, { cluster: { certificateAuthorityData: authority.cert, proxyUrl: url } })
  await expect(cluster.version()).rejects.toMatchObject({
    kind: 'unreachable',
    message: `the proxy ${url} cannot be used: it answered 407 Proxy Authentication Required`,
  })
})

async function startTls(): Promise<LocalServer> {
  const server = await startLocalServer(answer, serverPair)
  open.push(server)
  return server
}

function clusterAt(url: string, options?: ConnectOptions): Cluster {
  const cluster = createCluster(connectTo(url, options))
  open.push(cluster)
  return cluster
}

/** A proxy that only tunnels; `refusal` is what it answers instead. */
async function startProxy(isTlsProxy: boolean, refusal?: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const sockets = new Set<{ destroy(): unknown }>()
  const server: Server = isTlsProxy ? (await import('node:https')).createServer(serverPair) : createServer()
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    sockets.add(socket)
    if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal} Proxy Authentication Required\r\n\r\n`)
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    sockets.add(upstream)
    for (const it of [socket, upstream]) it.on('error', () => {})
  })
  const port = await listen(server)
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      return server.close()
    },
  })
  return { url: `${isTlsProxy ? 'https' : 'http'}://127.0.0.1:${port}`, asked }
}

function isTls(socket: object | null): socket is TLSSocket {
  return socket !== null && 'getPeerCertificate' in socket
}
