import { afterEach, expect, test } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { resources } from '../../server/cluster/resources.ts'
import { type Handler, type LocalServer, sendJson, sendStatus, startLocalServer } from '../support/localServer.ts'
import { type ConnectOptions, connectTo } from './connectTo.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const it of open.splice(0)) await it.close()
})

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'drivers' } }

test('20 calls use one connection', async () => {
  const { cluster, server } = await start((_request, response) => sendJson(response, { gitVersion: 'v1.37.2' }))
  for (let call = 0; call < 20; call += 1) expect(await cluster.version()).toBe('v1.37.2')
  expect([server.requests.length, server.connections]).toEqual([20, 1])
})

test('a request says who asks', async () => {
  const impersonate = { user: 'root', uid: '7', groups: ['a', 'b'], extra: { 'Scopes/x': ['y', 'z'] } }
  const { cluster, server } = await start((_request, response) => sendJson(response, pod), {
    user: { token: 'letmein', impersonate },
  })
  await cluster.get(resources.pods, 'p')
  const [request] = server.requests
  expect(request?.path).toBe('/api/v1/namespaces/drivers/pods/p')
  expect(request?.headers).toMatchObject({
    authorization: 'Bearer letmein',
    'user-agent': `kmm/1.2.3 node/${process.versions.node}`,
    'impersonate-user': 'root',
    'impersonate-uid': '7',
    'impersonate-extra-scopes%2fx': 'y, z',
  })
  const groups = request?.rawHeaders.flatMap((name, index, all) => (name === 'Impersonate-Group' ? all[index + 1] : []))
  expect(groups).toEqual(['a', 'b'])
})

test('a server below a path, and basic auth', async () => {
  const { cluster, server } = await start((_request, response) => sendJson(response, pod), {
    user: { username: 'ann', password: 'ä:b' },
    path: '/k8s/clusters/c-1/',
  })
  await cluster.get(resources.nodes, 'n')
  expect(server.requests[0]?.path).toBe('/k8s/clusters/c-1/api/v1/nodes/n')
  expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:ä:b').toString('base64')}`)
})

test('apply sends the raw text and brings back status and warnings', async () => {
  const yaml = 'kind: Module # käse\n'
  const { cluster, server } = await start((_request, response) => {
    response.setHeader('Warning', ['299 - "unknown field \\"spec.x\\""', '299 - "second"', '199 - "no"'])
    sendJson(response, { apiVersion: 'kmm.sigs.x-k8s.io/v1beta1', kind: 'Module', metadata: { name: 'm' } }, 201)
  })
  const options = { fieldManager: 'vscode-kmm', dryRun: true, namespace: 'other' }
  const applied = await cluster.apply(resources.modules, 'm', yaml, options)
  expect([applied.status, applied.object.kind, applied.warnings]).toEqual([
    201,
    'Module',
    ['unknown field "spec.x"', 'second'],
  ])
  expect(server.requests[0]).toMatchObject({
    method: 'PATCH',
    path: '/apis/kmm.sigs.x-k8s.io/v1beta1/namespaces/other/modules/m?fieldManager=vscode-kmm&fieldValidation=Strict&force=false&dryRun=All',
    body: yaml,
    headers: { 'content-type': 'application/apply-patch+yaml' },
  })
})

test('a refusal keeps the server’s words', async () => {
  const message = 'admission webhook "vmodule.kb.io" denied the request: no tag'
  const { cluster } = await start((_request, response) => sendStatus(response, 403, 'Forbidden', message))
  const call = cluster.apply(resources.modules, 'm', 'a: 1', { fieldManager: 'f' })
  await expect(call).rejects.toMatchObject({ name: 'ClusterError', kind: 'denied', status: 403, message })
})

test('create, patch, patchStatus, delete and their bodies', async () => {
  const { cluster, server } = await start((_request, response) => sendJson(response, pod))
  await cluster.create(resources.pods, { ...pod, metadata: { name: '', generateName: 'x-', namespace: 'ns' } })
  await cluster.patch(resources.pods, 'p', { spec: null })
  await cluster.patchStatus(resources.nodes, 'n', { status: {} })
  await cluster.delete(resources.pods, 'p', { gracePeriodSeconds: 0, namespace: 'ns' })
  expect(server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`)).toEqual([
    'POST /api/v1/namespaces/ns/pods {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"x-","namespace":"ns"}}',
    'PATCH /api/v1/namespaces/drivers/pods/p {"spec":null}',
    'PATCH /api/v1/nodes/n/status {"status":{}}',
    'DELETE /api/v1/namespaces/ns/pods/p {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}',
  ])
  expect(server.requests[1]?.headers['content-type']).toBe('application/merge-patch+json')
})

test('a list is read page by page, and begun again once when a page has expired', async () => {
  let expired = false
  const { cluster, server } = await start((request, response) => {
    const token = new URL(request.path, 'http://x').searchParams.get('continue')
    if (token === 'two' && !expired) {
      expired = true
      return sendStatus(response, 410, 'Expired', 'gone')
    }
    const items = [{ metadata: { name: token ?? 'one' } }]
    sendJson(response, { metadata: { resourceVersion: '9', continue: token === null ? 'two' : '' }, items })
  })
  const list = await cluster.list(resources.pods, { labelSelector: 'a=b,c', fieldSelector: 'metadata.name=x' })
  expect(list.items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Pod one', 'Pod two'])
  expect(list.resourceVersion).toBe('9')
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/api/v1/pods?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%3Dx&limit=500',
    '/api/v1/pods?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%3Dx&limit=500&continue=two',
    '/api/v1/pods?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%3Dx&limit=500',
    '/api/v1/pods?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%3Dx&limit=500&continue=two',
  ])
})

test('access review, discovery', async () => {
  const { cluster, server } = await start((request, response) => {
    if (request.method === 'POST') return sendJson(response, { status: { allowed: false, reason: 'RBAC: no' } }, 201)
    if (request.path === '/api/v1') return sendJson(response, { resources: [{ name: 'pods' }] })
    if (request.path === '/openapi/v3/apis/apps/v1') return sendJson(response, { openapi: '3.0.0' })
    sendStatus(response, 404, 'NotFound', 'no')
  })
  const question = { verb: 'list', group: '', resource: 'nodes' }
  expect(await cluster.reviewAccess(question)).toEqual({ allowed: false, reason: 'RBAC: no' })
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ spec: { resourceAttributes: question } })
  expect(await cluster.serves(resources.pods)).toBe(true)
  expect(await cluster.openapi('apps/v1')).toEqual({ openapi: '3.0.0' })
  await expect(cluster.openapi('none/v1')).rejects.toMatchObject({ kind: 'notFound' })
  expect(await cluster.serves(resources.nodes)).toBe(false)
  expect(await cluster.serves(resources.modules)).toBe(false)
})

test('logs come line by line while they are written, and end with the server', async () => {
  let more = () => {}
  const { cluster, server } = await start((_request, response) => {
    response.write('one\ntw')
    more = () => response.end('o\nthree')
  })
  const options = { namespace: 'ns', pod: 'p', container: 'c', follow: true, tailLines: 0, sinceTime: 't' }
  const lines: string[] = []
  for await (const line of cluster.logs(options)) {
    lines.push(line)
    if (line === 'one') more()
  }
  expect(lines).toEqual(['one', 'two', 'three'])
  expect(server.requests[0]?.path).toBe(
    '/api/v1/namespaces/ns/pods/p/log?container=c&follow=true&sinceTime=t&tailLines=0',
  )
})

test('an aborted log just ends; a log that is left closes its connection', async () => {
  const { cluster } = await start((_request, response) => {
    response.write('one\n')
    response.on('close', closed)
  })
  let closed = () => {}
  const options = { namespace: 'ns', pod: 'p', container: 'c', follow: true }
  const abort = new AbortController()
  for await (const line of cluster.logs({ ...options, signal: abort.signal })) if (line === 'one') abort.abort()
  const whenClosed = new Promise<void>((resolve) => {
    closed = resolve
  })
  for await (const _line of cluster.logs(options)) break
  await whenClosed
})

test('a container that waits is an error with the server’s words', async () => {
  const message = 'container "worker" in pod "p" is waiting to start: PodInitializing'
  const { cluster } = await start((_request, response) => sendStatus(response, 400, 'BadRequest', message))
  const lines = cluster.logs({ namespace: 'ns', pod: 'p', container: 'worker' })
  await expect(lines[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'invalid', message })
})

test('an answer that is not from an API server', async () => {
  const { cluster } = await start((_request, response) => response.end('<html>hello</html>'))
  await expect(cluster.version()).rejects.toMatchObject({
    kind: 'internal',
    message: expect.stringContaining('did not answer GET /version in JSON: it is no Kubernetes API server'),
  })
  const other = await start((_request, response) => sendJson(response, { kind: 'Nonsense' }))
  await expect(other.cluster.get(resources.pods, 'p')).rejects.toMatchObject({ kind: 'internal' })
  await expect(other.cluster.list(resources.pods)).rejects.toMatchObject({ kind: 'internal' })
})

test('after close, running and new calls are cancelled', async () => {
  const { cluster, server } = await start(() => cluster.close())
  await expect(cluster.version()).rejects.toMatchObject({ kind: 'cancelled' })
  await expect(cluster.version()).rejects.toMatchObject({ kind: 'cancelled' })
  expect(server.requests.length).toBe(1)
})

async function start(
  handler: Handler,
  options: ConnectOptions & { readonly path?: string } = {},
): Promise<{ cluster: Cluster; server: LocalServer }> {
  const server = await startLocalServer(handler)
  const cluster = createCluster(connectTo(server.url + (options.path ?? ''), options), { version: '1.2.3' })
  open.push(cluster, server)
  return { cluster, server }
}
