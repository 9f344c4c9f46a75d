import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestbed, type Testbed } from '../support/testbed.ts'
import { testbedUsers } from '../support/testbedAccess.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { askTestbed, streamTestbed, type TestbedAnswer } from '../support/testbedRequest.ts'
import { judgeRegexps, runKubectl } from '../support/testbedTools.ts'

const { binary, crdFolder, skipped } = await findTestbedParts()

const MODULES = '/apis/kmm.sigs.x-k8s.io/v1beta1/namespaces/default/modules'

describe.skipIf(skipped !== undefined)(skipped ?? 'the test bed', () => {
  let bed: Testbed
  let crdNames: string[]

  beforeAll(async () => {
    bed = await startTestbed({ binary })
    crdNames = await bed.applyCrds(crdFolder)
  })
  afterAll(() => bed?.stop())

  test('is a ready kube-apiserver of the release that go.mod names', async () => {
    const ready = await askTestbed(bed.as('admin'), { path: '/readyz' })
    const version = await askTestbed(bed.as('admin'), { path: '/version' })
    expect(ready).toMatchObject({ status: 200, text: 'ok' })
    expect(version.json).toMatchObject({ gitVersion: 'v1.37.2' })
  })

  test('has every CRD of KMM established', async () => {
    expect(crdNames).toContain('modules.kmm.sigs.x-k8s.io')
    expect(crdNames).toHaveLength(6)
    for (const name of crdNames) {
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`
      const { json } = await askTestbed(bed.as('admin'), { path })
      const established = expect.objectContaining({ type: 'Established', status: 'True' })
      expect(json).toMatchObject({ status: { conditions: expect.arrayContaining([established]) } })
    }
    expect(await bed.applyCrds(crdFolder)).toEqual(crdNames)
  })

  test('answers 201 to the dry run of a valid Module, and stores nothing', async () => {
    expect(await dryRun('module-a', moduleYaml('module-a'))).toMatchObject({
      status: 201,
      json: { kind: 'Module', metadata: { name: 'module-a' } },
    })
    expect(await askTestbed(bed.as('editor'), { path: `${MODULES}/module-a` })).toMatchObject({ status: 404 })
  })

  test('answers 500 with the path of an unknown key', async () => {
    const answer = await dryRun('module-b', moduleYaml('module-b').replace('moduleName:', 'moduleNam:'))
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('.spec.moduleLoader.container.modprobe.moduleNam: field not declared in schema')
  })

  test.each([
    { user: 'admin', path: '/api/v1/nodes', status: 200 },
    { user: 'editor', path: '/api/v1/nodes', status: 200 },
    { user: 'editor', path: '/apis/kmm.sigs.x-k8s.io/v1beta1/nodemodulesconfigs', status: 200 },
    { user: 'editor', path: '/api/v1/secrets', status: 403 },
    { user: 'viewer', path: '/api/v1/nodes', status: 403 },
    { user: 'viewer', path: MODULES, status: 200 },
    { user: 'nobody', path: MODULES, status: 403 },
  ] as const)('answers $status to $user for $path', async ({ user, path, status }) => {
    const answer = await askTestbed(bed.as(user), { path })
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.json).toMatchObject({ kind: 'Status', reason: 'Forbidden' })
  })

  test('lets a viewer apply nothing, and refuses a token that it does not know', async () => {
    expect((await apply('viewer', 'module-c', moduleYaml('module-c'), '&dryRun=All')).status).toBe(403)
    const stranger = { server: bed.server, ca: bed.ca, token: 'unknown' }
    expect(await askTestbed(stranger, { path: MODULES })).toMatchObject({ status: 401 })
  })

  test('keeps its data over a restart, and answers 410 to a watch from before it', async () => {
    const before = await askTestbed(bed.as('editor'), { path: MODULES })
    const resourceVersion = readResourceVersion(before)
    expect((await apply('editor', 'module-d', moduleYaml('module-d'))).status).toBe(201)
    const { apiserver, etcd } = bed.pids

    await bed.restart()

    expect(bed.pids.etcd).toBe(etcd)
    expect(bed.pids.apiserver).not.toBe(apiserver)
    // Just after the start, lists of custom resources may still be answered by 429.
    await expect
      .poll(() => askTestbed(bed.as('editor'), { path: `${MODULES}/module-d` }), patience)
      .toMatchObject({ status: 200 })
    const path = `${MODULES}?watch=true&resourceVersion=${resourceVersion}`
    const watch = await streamTestbed(bed.as('editor'), { path })
    expect(watch.status).toBe(200)
    expect(await readFirstJson(watch.lines)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })
    watch.close()
  })

  test('is understood by kubectl, with a token and with a client certificate', async () => {
    for (const credential of ['token', 'certificate'] as const) {
      for (const user of testbedUsers) {
        const KUBECONFIG = await bed.kubeconfig(user, { context: 'bed', namespace: 'drivers', credential })
        const kubectl = (...args: string[]) => runKubectl(bed.binary, args, { env: { KUBECONFIG } })
        const who = await kubectl('auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}')
        expect(who).toEqual({ code: 0, stdout: user, stderr: '' })
        const nodes = await kubectl('auth', 'can-i', 'list', 'nodes')
        expect(nodes.stdout.trim()).toBe(user === 'admin' || user === 'editor' ? 'yes' : 'no')
        const context = await kubectl('config', 'view', '--minify', '-o', 'jsonpath={.contexts[0]}')
        expect(JSON.parse(context.stdout)).toEqual({
          name: 'bed',
          context: { cluster: 'testbed', user, namespace: 'drivers' },
        })
      }
    }
  })

  test('ends when the process that started it is killed', async () => {
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', STARTER], { stdio: 'pipe' })
    const { server, ca, etcdUrl, folder } = await readStarted(starter)
    try {
      expect((await askTestbed({ server, ca }, { path: '/readyz' })).status).toBe(200)
      expect((await fetch(`${etcdUrl}/health`)).status).toBe(200)

      starter.kill('SIGKILL')
      await once(starter, 'exit')

      await expect
        .poll(() => askTestbed({ server, ca }, { path: '/readyz' }).catch(readCode), patience)
        .toBe('ECONNREFUSED')
      await expect
        .poll(() => fetch(`${etcdUrl}/health`).catch(({ cause }) => readCode(cause)), patience)
        .toBe('ECONNREFUSED')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  function dryRun(name: string, body: string): Promise<TestbedAnswer> {
    return apply('editor', name, body, '&dryRun=All')
  }

  function apply(user: 'editor' | 'viewer', name: string, body: string, query = ''): Promise<TestbedAnswer> {
    const path = `${MODULES}/${name}?fieldManager=test&fieldValidation=Strict${query}`
    return askTestbed(bed.as(user), { method: 'PATCH', path, body, contentType: 'application/apply-patch+yaml' })
  }
})

describe.skipIf(skipped !== undefined)(skipped ?? 'judgeRegexps', () => {
  test("answers by Go's rules, a question a line", async () => {
    const answers = await judgeRegexps(binary, [
      { pattern: '^.+$', inputs: ['6.6.2-201.fc39.x86_64', ''] },
      { pattern: 'el9', inputs: ['5.14.0-427.el9', '5.14.0-427.el8'] },
      { pattern: '(?<=a)b', inputs: ['ab'] },
      { pattern: '(?i)FC39', inputs: ['fc39'] },
      { pattern: '[', inputs: [] },
    ])
    expect(answers.map(({ matches }) => matches)).toEqual([[true, false], [true, false], [], [true], []])
    expect(answers.map(({ error }) => error?.split(':')[0])).toEqual([
      undefined,
      undefined,
      'error parsing regexp',
      undefined,
      'error parsing regexp',
    ])
  })
})

/** Polling ends at the first answer that is right; the rest is room for a busy machine. */
const patience = { timeout: 10_000, interval: 20 }

const STARTER = `
  import { startTestbed } from ${JSON.stringify(new URL('../support/testbed.ts', import.meta.url).href)}
  const { server, ca, etcdUrl, folder } = await startTestbed()
  console.log(JSON.stringify({ server, ca, etcdUrl, folder }))
`

interface Started {
  readonly server: string
  readonly ca: string
  readonly etcdUrl: string
  readonly folder: string
}

async function readStarted(starter: ChildProcess): Promise<Started> {
  starter.stderr?.pipe(process.stderr)
  if (starter.stdout === null) throw new Error('the starter has no output')
  for await (const line of createInterface({ input: starter.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line)
  }
  throw new Error('the starter ended before its test bed was ready')
}

function readResourceVersion(answer: TestbedAnswer): string {
  expect(answer.json).toMatchObject({ metadata: { resourceVersion: expect.stringMatching(/^\d+$/) } })
  const list: { metadata: { resourceVersion: string } } = JSON.parse(answer.text)
  return list.metadata.resourceVersion
}

async function readFirstJson(lines: AsyncIterable<string>): Promise<unknown> {
  for await (const line of lines) return JSON.parse(line)
  return undefined
}

function readCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}

function moduleYaml(name: string): string {
  return `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: ${name}
spec:
  moduleLoader:
    container:
      modprobe:
        moduleName: demo
      kernelMappings:
        - regexp: '^.+$'
          containerImage: registry.example/demo:1.0
  selector:
    node-role.kubernetes.io/worker: ""
`
}
