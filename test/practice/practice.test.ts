import { expect, test } from 'vitest'
import type { Cluster, KubeObject, Resource } from '../../server/cluster/cluster.ts'
import { ClusterError } from '../../server/cluster/clusterError.ts'
import { resources } from '../../server/cluster/resources.ts'
import { askApi } from '../support/askApi.ts'
import { moduleText } from '../support/moduleText.ts'
import { asViewer, practiceCluster } from '../support/practiceCluster.ts'

test('has three nodes with three kernels, one of them ending in +', async () => {
  const { cluster } = await practiceCluster()
  const { items } = await cluster.listNodes()
  expect(items.map(({ name, kernel, ready }) => `${name} ${kernel} ${ready}`)).toEqual([
    'node-a 6.6.2-201.fc39.x86_64 true',
    'node-b 5.14.0-427.13.1.el9_4.x86_64 true',
    'node-c 5.15.133+ true',
  ])
  expect(await cluster.version()).toBe('v1.37.2')
  expect(await cluster.serves(resources.modules)).toBe(true)
  expect(await cluster.serves({ ...resources.modules, group: 'kmm.sigs.k8s.io' })).toBe(false)
})

test('nodes come and change while somebody watches', async () => {
  const { cluster, control } = await practiceCluster()
  const ending = new AbortController()
  const seen: string[] = []
  for await (const event of cluster.watchNodes({ signal: ending.signal })) {
    if (event.type === 'sync') await control.addNode({ name: 'node-d', kernel: '6.12.0-55.el10.x86_64' })
    if (event.type === 'added') await control.upgradeNode({ name: 'node-d', kernel: '6.12.0-56.el10.x86_64' })
    if ('item' in event) seen.push(`${event.type} ${event.item.name} ${event.item.kernel}`)
    if (event.type === 'modified') ending.abort()
  }
  expect(seen).toEqual(['added node-d 6.12.0-55.el10.x86_64', 'modified node-d 6.12.0-56.el10.x86_64'])
})

test('a viewer sees no nodes and may write nothing', async () => {
  const practice = await practiceCluster()
  const viewer = await asViewer(practice)
  await expect(viewer.listNodes()).rejects.toMatchObject({
    kind: 'forbidden',
    message: 'nodes is forbidden: User "viewer" cannot list resource "nodes" in API group "" at the cluster scope',
  })
  await expect(apply(viewer)).rejects.toMatchObject({ kind: 'forbidden' })
  expect((await viewer.list(resources.modules)).items).toEqual([])
  expect(await viewer.reviewAccess({ verb: 'list', group: '', resource: 'nodes' })).toEqual({ allowed: false })
})

test('a token that has expired is answered with 401', async () => {
  const practice = await practiceCluster()
  const viewer = await asViewer(practice)
  practice.expireToken(practice.tokens.viewer)
  await expect(viewer.list(resources.modules)).rejects.toMatchObject({ kind: 'unauthorized', status: 401 })
})

test('only the owner may change it', async () => {
  const { url, tokens } = await practiceCluster()
  const request = { method: 'POST', path: '/practice/scenario', body: { name: 'modprobe-fails' } }
  expect((await askApi({ server: url, token: tokens.viewer }, request)).status).toBe(403)
  expect((await askApi({ server: url }, request)).status).toBe(403)
  const answer = await askApi({ server: url, token: tokens.admin }, request)
  expect(answer.json).toEqual({ scenarios: { 'node-b': 'modprobe-fails' }, loadedOn: [] })
  const wrong = await askApi({ server: url, token: tokens.admin }, { ...request, body: { name: 'frob' } })
  expect(wrong).toMatchObject({
    status: 400,
    json: { message: expect.stringContaining('there is no scenario `frob`') },
  })
})

test('a body beyond 3 MiB, or one that is no JSON, is refused', async () => {
  const { url, tokens } = await practiceCluster()
  const path = '/apis/kmm.sigs.x-k8s.io/v1beta1/namespaces/default/modules'
  const post = (body: string) => askApi({ server: url, token: tokens.admin }, { method: 'POST', path, body })
  expect((await post('x'.repeat(3 * 1024 * 1024 + 1))).status).toBe(413)
  expect((await post('{"a":')).status).toBe(400)
})

test('a module that fails on one node goes on when the scenario is over', async () => {
  const { cluster, control } = await practiceCluster()
  await control.setScenario('modprobe-fails', 'node-b')
  await apply(cluster)
  const lines = []
  const ending = new AbortController()
  for await (const event of cluster.watch(resources.pods, { namespace: 'default', signal: ending.signal })) {
    if (!('item' in event) || !/^kmm-worker-node-b/.test(event.item.metadata.name)) continue
    if (JSON.stringify(event.item.status).includes('CrashLoopBackOff') && lines.length === 0) {
      const pod = event.item.metadata.name
      for await (const line of cluster.logs({ namespace: 'default', pod, container: 'worker' })) lines.push(line)
      await control.setScenario('loads')
    }
    if (event.type === 'deleted') ending.abort()
  }
  expect(lines).toContainEqual(expect.stringContaining("could not insert 'ptemplate_char_dev': Exec format error"))
  expect(lines.at(-1)).toContain('"Fatal error" err="error while waiting on the command: exit status 1"')
})

test('an image that was found and is gone cannot be pulled for a change of the Module either', async () => {
  const { cluster, control } = await practiceCluster()
  await apply(cluster)
  await loadedOn(cluster, 'node-b', 'max_dev=5')
  await control.setScenario('image-missing', 'node-b')
  expect(await control.loadedOn()).toContain('node-b')
  await apply(cluster, (text) => text.replace('max_dev=5', 'max_dev=9'))
  await seen(cluster, resources.pods, ({ metadata, status }) => {
    return metadata.name.startsWith('kmm-worker-node-b') && JSON.stringify(status).includes('ImagePullBackOff')
  })
  await control.setScenario('loads')
  await loadedOn(cluster, 'node-b', 'max_dev=9')
})

/** Resolves once a node reports the Module as loaded with a parameter. */
function loadedOn(cluster: Cluster, node: string, parameter: string): Promise<void> {
  return seen(cluster, resources.nodeModulesConfigs, ({ metadata, status }) => {
    return metadata.name === node && JSON.stringify(status ?? '').includes(parameter)
  })
}

/** Resolves once some object is as wanted. */
async function seen(cluster: Cluster, resource: Resource, wanted: (object: KubeObject) => boolean): Promise<void> {
  const ending = new AbortController()
  for await (const event of cluster.watch(resource, { signal: ending.signal })) {
    if ('item' in event && event.type !== 'deleted' && wanted(event.item)) ending.abort()
  }
}

test('logs of a pod that is not there, or waits, are refused in the words of the real server', async () => {
  const { cluster, store } = await practiceCluster()
  const ask = async (pod: string) => {
    for await (const _ of cluster.logs({ namespace: 'default', pod, container: 'c' }));
  }
  await expect(ask('absent')).rejects.toMatchObject({ kind: 'notFound', message: 'pods "absent" not found' })
  const spec = { containers: [{ name: 'c', image: 'i' }], nodeName: 'elsewhere' }
  store.create(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec })
  await expect(ask('p')).rejects.toThrow('container "c" in pod "p" is waiting to start: ContainerCreating')
  await expect(ask('p')).rejects.toBeInstanceOf(ClusterError)
})

function apply(cluster: Cluster, change: (text: string) => string = (text) => text) {
  return cluster.apply(resources.modules, 'pt-char-dev', moduleText(change), { fieldManager: 'test' })
}
