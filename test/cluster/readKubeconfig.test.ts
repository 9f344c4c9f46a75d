import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clusterOf } from '../../server/cluster/connection.ts'
import { readKubeconfig } from '../../server/cluster/readKubeconfig.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kmm-kubeconfig-'))
})
afterAll(() => rm(folder, { recursive: true }))

const home = '/nowhere'
const first = `
apiVersion: v1
kind: Config
clusters:
- name: shared
  cluster: { server: "https://first:6443", certificate-authority: ca.crt }
- name: data
  cluster: { server: "https://data:6443/prefix/", certificate-authority-data: ${Buffer.from('PEM').toString('base64')} }
contexts:
- name: one
  context: { cluster: shared, user: ann, namespace: drivers }
- name: lost
  context: { cluster: gone, user: ann }
- name: nobody
  context: { cluster: data }
- name: stranger
  context: { cluster: data, user: bob }
users:
- name: ann
  user:
    tokenFile: secrets/token
    client-certificate: /abs/cert.pem
    exec: { command: ./plugins/login, apiVersion: client.authentication.k8s.io/v1, args: [get, 1] }
`
const second = `
current-context: two
clusters:
- name: shared
  cluster: { server: "https://second:6443", insecure-skip-tls-verify: true }
- name: no-server
  cluster: {}
contexts:
- name: one
  context: { cluster: shared, user: other }
- name: two
  context: { cluster: shared, user: basic }
- name: three
  context: { cluster: no-server, user: basic }
users:
- name: basic
  user: { username: u, password: 123, as: root, as-groups: [a, b], as-user-extra: { reason: [x] } }
`

describe('merging as kubectl does', () => {
  let env: Record<string, string> = {}
  beforeEach(async () => {
    await writeFile(join(folder, 'first'), first)
    await writeFile(join(folder, 'second'), second)
    await writeFile(join(folder, 'empty'), '')
    const names = ['first', 'missing', 'empty', 'second']
    env = { KUBECONFIG: ['', ...names.map((name) => join(folder, name))].join(delimiter) }
  })

  test('the first file wins, an entry counts whole, missing and empty files are passed over', async () => {
    const kubeconfig = await readKubeconfig({ env, home })
    expect(kubeconfig.problems).toEqual([])
    expect(kubeconfig.currentContext).toBe('two')
    expect([...kubeconfig.contexts.keys()]).toEqual(['one', 'lost', 'nobody', 'stranger', 'two', 'three'])
    expect(kubeconfig.contexts.get('one')?.user).toBe('ann')
    const shared = kubeconfig.clusters.get('shared')
    expect([shared?.server, shared?.insecureSkipTlsVerify]).toEqual(['https://first:6443', false])
  })

  test('paths count from the folder of the file that names them', async () => {
    const kubeconfig = await readKubeconfig({ env, home })
    const ann = kubeconfig.users.get('ann')
    expect(kubeconfig.clusters.get('shared')?.certificateAuthority).toBe(join(folder, 'ca.crt'))
    expect(ann?.tokenFile).toBe(join(folder, 'secrets/token'))
    expect(ann?.clientCertificate).toBe('/abs/cert.pem')
    expect(ann?.exec?.command).toBe(join(folder, 'plugins/login'))
    expect(ann?.exec?.args).toEqual(['get', '1'])
  })

  test('a context resolves to its target', async () => {
    const kubeconfig = await readKubeconfig({ env, home })
    expect(clusterOf(kubeconfig, 'one').target).toEqual({
      context: 'one',
      server: 'https://first:6443',
      user: 'ann',
      namespace: 'drivers',
    })
    const current = clusterOf(kubeconfig)
    expect(current.target).toEqual({
      context: 'two',
      server: 'https://first:6443',
      user: 'basic',
      namespace: 'default',
    })
    expect(current.user.password).toBe('123')
    expect(current.user.impersonate).toEqual({
      user: 'root',
      uid: undefined,
      groups: ['a', 'b'],
      extra: { reason: ['x'] },
    })
    const data = clusterOf(kubeconfig, 'nobody')
    expect([data.target.server, data.target.user, data.cluster.certificateAuthorityData]).toEqual([
      'https://data:6443',
      '',
      'PEM',
    ])
  })

  test.each([
    ['nope', 'notFound', /^the context `nope` is not in the kubeconfig \(.*first.*\); choose one of `one`, `lost`, /],
    [
      'lost',
      'notFound',
      /^context `lost` in .*first names the cluster `gone`, which does not exist; the kubeconfig has `shared`/,
    ],
    ['stranger', 'notFound', /^context `stranger` in .*first names the user `bob`, which does not exist/],
    ['three', 'invalid', /^cluster `no-server` in .*second has no `server`/],
  ])('context %s is refused: %s', async (name, kind, message) => {
    const kubeconfig = await readKubeconfig({ env, home })
    const error = await caught(() => clusterOf(kubeconfig, name))
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) })
  })
})

test.each([
  ['a tab', 'clusters:\n\t- name: x', /cannot be read: .*; mend the file, or choose another kubeconfig$/],
  ['a list', '- a', /it does not hold a YAML mapping/],
  ['wrong kinds', 'contexts: 5', /`contexts` is not a list/],
  ['another object', 'kind: Module', /it holds a `Module`, not a kubeconfig/],
  ['a name twice', 'users: [{name: a}, {name: a}]', /`users` has two entries named `a`/],
])('a malformed file is an error that names it: %s', async (name, text, message) => {
  const file = join(folder, `malformed ${name}`)
  await writeFile(file, text)
  const kubeconfig = await readKubeconfig({ env: { KUBECONFIG: file }, home })
  const error = await caught(() => clusterOf(kubeconfig))
  expect(error).toMatchObject({ kind: 'invalid', message: expect.stringMatching(message) })
  expect(error).toMatchObject({ message: expect.stringContaining(file) })
})

test.each([
  ['nothing at all', undefined, 'notFound', /^there is no cluster to connect to: no kubeconfig, or an empty one, at /],
  ['an empty file', '', 'notFound', /^there is no cluster to connect to/],
  ['no context', 'clusters: [{name: a, cluster: {server: x}}]', 'notFound', /holds no context/],
  [
    'no current context',
    'contexts: [{name: a, context: {}}]',
    'notFound',
    /has no current context; choose one of `a`$/,
  ],
  [
    'an unknown current one',
    'current-context: b\ncontexts: [{name: a}]',
    'notFound',
    /^the current context `b` is not in/,
  ],
])('%s: a sentence says what to do', async (name, text, kind, message) => {
  const file = join(folder, `bad ${name}`)
  if (text !== undefined) await writeFile(file, text)
  const kubeconfig = await readKubeconfig({ env: { KUBECONFIG: file }, home })
  expect(await caught(() => clusterOf(kubeconfig))).toMatchObject({ kind, message: expect.stringMatching(message) })
})

test('a chosen file that does not exist is an error; nothing else is looked at', async () => {
  await writeFile(join(folder, 'first'), first)
  const setting = join(folder, 'chosen')
  const kubeconfig = await readKubeconfig({ env: { KUBECONFIG: join(folder, 'first') }, home, setting })
  expect(kubeconfig.contexts.size).toBe(0)
  expect(await caught(() => clusterOf(kubeconfig))).toMatchObject({
    kind: 'notFound',
    message: `there is no kubeconfig at ${setting}; correct the setting, or remove it to use the default one`,
  })
})

test('a chosen file may begin with ~ and be a link', async () => {
  await writeFile(join(folder, 'second'), second)
  await symlink(join(folder, 'second'), join(folder, 'link')).catch(() => {})
  const kubeconfig = await readKubeconfig({ env: {}, home: folder, setting: '~/link' })
  expect(kubeconfig.currentContext).toBe('two')
})

test('on Windows the first home that holds a kubeconfig counts', async () => {
  await mkdir(join(folder, 'profile', '.kube'), { recursive: true })
  await writeFile(join(folder, 'profile', '.kube', 'config'), second)
  const env = { HOME: join(folder, 'none'), USERPROFILE: join(folder, 'profile') }
  expect((await readKubeconfig({ env, home, platform: 'win32' })).currentContext).toBe('two')
  expect((await readKubeconfig({ env, home, platform: 'linux' })).files).toEqual([join(home, '.kube', 'config')])
})

test('in a pod, the service account is used when there is no kubeconfig', async () => {
  const inClusterPaths = {
    token: join(folder, 'sa-token'),
    certificateAuthority: join(folder, 'sa-ca'),
    namespace: join(folder, 'sa-ns'),
  }
  await writeFile(inClusterPaths.token, 'abc')
  await writeFile(inClusterPaths.namespace, 'kmm\n')
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
  const kubeconfig = await readKubeconfig({ env, home, inClusterPaths })
  expect(kubeconfig.source).toBe('inCluster')
  expect(clusterOf(kubeconfig).target).toEqual({
    context: 'in-cluster',
    server: 'https://[fd00::1]',
    user: 'in-cluster',
    namespace: 'kmm',
  })
  const own = await readKubeconfig({ env: { ...env, KUBECONFIG: join(folder, 'second') }, home, inClusterPaths })
  expect(own.source).toBe('files')
})

test.each([
  ['', 'AllowAll', []],
  ['credentialPluginPolicy: DenyAll', 'DenyAll', []],
  [
    'credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: a}, {command: /b/c}]',
    'Allowlist',
    ['a', '/b/c'],
  ],
  ['credentialPluginPolicy: Sometimes', 'DenyAll', []],
  ['{', 'DenyAll', []],
])('kuberc %j means %s', async (text, policy, allowed) => {
  const file = join(folder, 'kuberc')
  await writeFile(file, text)
  const kubeconfig = await readKubeconfig({ env: { KUBERC: file }, home })
  expect(kubeconfig.pluginPolicy).toEqual({ policy, allowed, file })
  const off = await readKubeconfig({ env: { KUBERC: 'off' }, home })
  expect(off.pluginPolicy.policy).toBe('AllowAll')
})

async function caught(run: () => unknown): Promise<unknown> {
  try {
    await run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
