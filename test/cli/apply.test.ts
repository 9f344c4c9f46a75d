import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { resources } from '../../server/cluster/resources.ts'
import { openapiDocument } from '../../server/practice/api/openapi.ts'
import { printPracticeKubeconfig } from '../../server/practice/practiceKubeconfig.ts'
import { listen, sendStatus, startLocalServer } from '../support/localServer.ts'
import { practiceCluster } from '../support/practiceCluster.ts'
import { folderOf, goodModule, moduleNamed, untaggedModule } from './moduleFiles.ts'
import { kmm, type TestIoOptions } from './testIo.ts'

/** Runs `kmm apply` in a folder with these files; `kubeconfig.yaml` is the kubeconfig, when there is one. */
async function apply(files: Readonly<Record<string, string>>, argv: readonly string[], options: TestIoOptions = {}) {
  const cwd = await folderOf(files)
  const env = { KUBECONFIG: join(cwd, 'kubeconfig.yaml'), ...options.env }
  return await kmm(['apply', ...argv], { cwd, ...options, env })
}

/** A kubeconfig to an address where nobody has to listen, since nothing is sent there. */
const nowhere = printPracticeKubeconfig('http://127.0.0.1:9', 'token')

test.each([
  ['a missing file', {}, ['m.yaml', '--yes'], 'm.yaml: there is no such file'],
  ['a file without Module', { 'm.yaml': 'a: 1\n' }, ['m.yaml', '--yes'], 'm.yaml: holds no Module'],
  [
    'several Modules',
    { 'm.yaml': `${moduleNamed('a')}---\n${moduleNamed('b')}` },
    ['m.yaml', '--yes'],
    'm.yaml: several Modules could be meant',
  ],
  ['no kubeconfig', { 'm.yaml': goodModule }, ['m.yaml', '--yes'], 'there is no cluster to connect to'],
  [
    'an empty one',
    { 'm.yaml': goodModule, 'kubeconfig.yaml': '' },
    ['m.yaml', '--yes'],
    'there is no cluster to connect',
  ],
  ['a malformed one', { 'm.yaml': goodModule, 'kubeconfig.yaml': 'a: [' }, ['m.yaml', '--yes'], 'kubeconfig.yaml'],
  [
    'one that is chosen and not there',
    { 'm.yaml': goodModule },
    ['m.yaml', '--yes', '--kubeconfig', 'none.yaml'],
    'none.yaml',
  ],
  [
    'an unknown context',
    { 'm.yaml': goodModule, 'kubeconfig.yaml': nowhere },
    ['m.yaml', '--yes', '--context', 'nope'],
    '`nope`',
  ],
  [
    'a namespace against the document',
    { 'm.yaml': goodModule.replace('metadata:', 'metadata:\n  namespace: own'), 'kubeconfig.yaml': nowhere },
    ['m.yaml', '--yes', '-n', 'other'],
    'the Module names the namespace `own`, and --namespace is `other`',
  ],
  ['no terminal to ask on', { 'm.yaml': goodModule, 'kubeconfig.yaml': nowhere }, ['m.yaml'], 'pass --yes'],
])('%s is told, with code 2', async (_, files, argv, sentence) => {
  const { code, stdout, stderr } = await apply(files, argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^kmm: [^\n]+\n$/)
  expect(stderr).toContain(sentence)
})

test('a document with errors is shown and not sent', async () => {
  const server = await startLocalServer((_, response) => response.end('{}'))
  onTestFinished(() => server.close())
  const files = { 'm.yaml': untaggedModule, 'kubeconfig.yaml': printPracticeKubeconfig(server.url, 'token') }
  const { code, stderr } = await apply(files, ['m.yaml', '--yes'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^m\.yaml:12:27 error .*\(kmm\/image-no-tag\)\n/)
  expect(stderr).toMatch(/kmm: the Module has errors; nothing was sent to the cluster\n$/)
  // Only which KMM the cluster runs is asked: an older one might take it.
  expect(server.requests.filter(({ method, path }) => method !== 'GET' || !path.startsWith('/openapi/'))).toEqual([])
})

test('errors of another document of the file do not matter', async () => {
  const practice = await practiceCluster()
  const files = { 'm.yaml': `${untaggedModule.replace('pt-char-dev', 'other')}---\n${goodModule}` }
  const env = { KUBECONFIG: practice.kubeconfigPath }
  expect(await apply(files, ['m.yaml', '--name', 'pt-char-dev', '--dry-run'], { env })).toMatchObject({
    code: 0,
    stderr: '',
  })
})

test('a template is to be rendered first', async () => {
  const files = { 'm.yaml': goodModule.replace('pt-char-dev', '{{ .Values.name }}'), 'kubeconfig.yaml': nowhere }
  const { code, stderr } = await apply(files, ['m.yaml', '--yes'])
  expect(code).toBe(1)
  expect(stderr).toContain('m.yaml: holds `{{ … }}` templates; render it first')
})

test('a name that is too long together with the namespace of --namespace is an error', async () => {
  const files = { 'm.yaml': moduleNamed('a'.repeat(30)), 'kubeconfig.yaml': nowhere }
  const { code, stderr } = await apply(files, ['m.yaml', '--yes', '-n', 'b'.repeat(30)])
  expect(code).toBe(1)
  expect(stderr).toContain('m.yaml:4:9 error')
})

test('a protected context is not applied to by --yes alone', async () => {
  const protectedConfig = nowhere.replaceAll('practice', 'drivers-prod')
  const files = { 'm.yaml': goodModule, 'kubeconfig.yaml': protectedConfig }
  const { code, stderr } = await apply(files, ['m.yaml', '--yes'])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'kmm: `drivers-prod` is a protected context: --yes counts there only together with --context drivers-prod\n',
  })
})

test('a refused connection is told, and that nothing was changed', async () => {
  const free = createServer()
  const port = await listen(free)
  await new Promise((resolve) => free.close(resolve))
  const files = {
    'm.yaml': goodModule,
    'kubeconfig.yaml': printPracticeKubeconfig(`http://127.0.0.1:${port}`, 'token'),
  }
  const { code, stderr } = await apply(files, ['m.yaml', '--yes'])
  expect(code).toBe(2)
  expect(stderr).toMatch(new RegExp(`^kmm: .*127\\.0\\.0\\.1:${port}.*; nothing was changed\\n$`))
})

test('a cluster without KMM is told apart', async () => {
  const server = await startLocalServer((_, response) => sendStatus(response, 404, 'NotFound', 'not found'))
  onTestFinished(() => server.close())
  const files = { 'm.yaml': goodModule, 'kubeconfig.yaml': printPracticeKubeconfig(server.url, 'token') }
  const { code, stderr } = await apply(files, ['m.yaml', '--yes'])
  expect(code).toBe(2)
  expect(stderr).toContain('kmm: KMM is not installed on `practice`')
  expect(stderr).toMatch(/; nothing was changed\n$/)
})

test('what only a newer KMM takes is asked of the one that the cluster runs', async () => {
  const group = 'kmm.sigs.x-k8s.io/v1beta1'
  const newer = JSON.stringify(openapiDocument(group)).replaceAll(
    '"firmwarePath":',
    '"fromTomorrow":{"type":"string"},$&',
  )
  const server = await startLocalServer(({ path }, response) => {
    if (path === `/openapi/v3/apis/${group}`) response.writeHead(200, { 'content-type': 'application/json' }).end(newer)
    else sendStatus(response, 404, 'NotFound', 'not found')
  })
  onTestFinished(() => server.close())
  const text = (field: string) => goodModule.replace('moduleName:', `${field}: /etc/modprobe.d\n        moduleName:`)
  const kubeconfig = printPracticeKubeconfig(server.url, 'token')
  const tomorrow = await apply({ 'm.yaml': text('fromTomorrow'), 'kubeconfig.yaml': kubeconfig }, ['m.yaml', '--yes'])
  expect(tomorrow.stderr).toContain('KMM is not installed')
  const never = await apply({ 'm.yaml': text('fromNowhere'), 'kubeconfig.yaml': kubeconfig }, ['m.yaml', '--yes'])
  expect(never.code).toBe(1)
  expect(never.stderr).toContain('`fromNowhere` is no field of `modprobe`')
  expect(never.stderr).toContain('kmm: the Module has errors; nothing was sent to the cluster\n')
})

test('an expired token, and one that may too little, are told', async () => {
  const { url, tokens, expireToken } = await practiceCluster()
  const viewer = { 'm.yaml': goodModule, 'kubeconfig.yaml': printPracticeKubeconfig(url, tokens.viewer) }
  expect(await apply(viewer, ['m.yaml', '--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^kmm: .*forbidden.*; nothing was changed\n$/),
  })
  expireToken(tokens.admin)
  const expired = { 'm.yaml': goodModule, 'kubeconfig.yaml': printPracticeKubeconfig(url, tokens.admin) }
  expect(await apply(expired, ['m.yaml', '--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^kmm: `practice` did not accept your credentials .*; nothing was changed\n$/),
  })
})

test('a dry run shows the difference and the nodes, and changes nothing', async () => {
  const { kubeconfigPath, store } = await practiceCluster()
  const { code, stdout, stderr } = await apply({ 'm.yaml': goodModule }, ['m.yaml', '--dry-run'], {
    env: { KUBECONFIG: kubeconfigPath },
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^--- default\/pt-char-dev \(cluster\)\n\+\+\+ /)
  expect(stdout).toContain('+  name: pt-char-dev\n')
  expect(stdout).toMatch(/\nA new Module: default\/pt-char-dev on http:.*\n {2}Loads on 3 of 3 selected nodes\n/)
  expect(stdout).toMatch(/\nDry run: the server would take this; nothing was changed\n$/)
  expect(store.list(resources.modules, undefined)).toEqual([])
})

test('a no is a no', async () => {
  const { kubeconfigPath, store } = await practiceCluster()
  const { code, stderr } = await apply({ 'm.yaml': goodModule }, ['m.yaml'], {
    env: { KUBECONFIG: kubeconfigPath },
    terminal: true,
    stdin: 'n\n',
  })
  expect(code).toBe(2)
  expect(stderr).toMatch(/\[y\/N\] kmm: not applied; nothing was changed\n$/)
  expect(store.list(resources.modules, undefined)).toEqual([])
})

test('a Module may come from stdin', async () => {
  const { kubeconfigPath } = await practiceCluster()
  const options = { env: { KUBECONFIG: kubeconfigPath }, stdin: goodModule }
  expect(await apply({}, ['-', '--dry-run'], options)).toMatchObject({ code: 0, stderr: '' })
  expect(await apply({}, ['-', '--yes'], { ...options, stdin: untaggedModule })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^<stdin>:12:27 error /),
  })
})
