import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

import manifest from '../../package.json' with { type: 'json' }
import { buildBundles } from '../../scripts/build.ts'
import { practiceCluster } from '../support/practiceCluster.ts'
import { folderOf, goodModule, untaggedModule } from './moduleFiles.ts'

// Every test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kmm-bundle-'))
  await buildBundles(folder, ['cli'])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Starts the built command line as a process of its own. */
function start(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const options = { cwd, env: { PATH: process.env.PATH, HOME: cwd, NODE_COMPILE_CACHE: join(folder, 'cache'), ...env } }
  const child = spawn(process.execPath, [join(folder, 'cli.cjs'), ...argv], options)
  onTestFinished(() => {
    child.kill()
  })
  const ended = once(child, 'close').then(([code]: unknown[]) => code)
  return { child, ended }
}

/** Runs it to its end. */
async function kmm(argv: readonly string[], cwd: string, { stdin = '', env = {} } = {}) {
  const { child, ended } = start(argv, cwd, env)
  child.stdin.end(stdin)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}

test('--version and --help', async () => {
  expect(await kmm(['--version'], folder)).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  expect(await kmm(['check', '--help'], folder)).toMatchObject({ code: 0, stderr: '' })
})

test('check in text: 0, 1 and 2', async () => {
  const cwd = await folderOf({ 'good.yaml': goodModule, 'bad.yaml': untaggedModule })
  expect(await kmm(['check', 'good.yaml'], cwd)).toMatchObject({ code: 0, stderr: '' })
  expect(await kmm(['check', 'bad.yaml'], cwd)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^bad\.yaml:12:27 error /),
    stderr: '',
  })
  expect(await kmm(['check', 'none.yaml'], cwd)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'kmm: none.yaml: there is no such file\n',
  })
  expect(await kmm(['chekc'], cwd)).toMatchObject({ code: 2, stdout: '' })
})

test('check in JSON, from stdin; more than a pipe holds arrives whole', async () => {
  const stdin = Array.from({ length: 600 }, () => untaggedModule).join('---\n')
  const { code, stdout } = await kmm(['check', '--format', 'json', '-'], folder, { stdin })
  expect(code).toBe(1)
  expect(stdout.length).toBeGreaterThan(256 * 1024)
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    files: [{ file: '<stdin>', documents: 600 }],
    summary: { error: 600 },
  })
})

test('a reader that goes away early is no failure', async () => {
  const cwd = await folderOf({ 'bad.yaml': Array.from({ length: 600 }, () => untaggedModule).join('---\n') })
  const { child, ended } = start(['check', 'bad.yaml'], cwd)
  child.stdout.once('data', () => child.stdout.destroy())
  expect(await text(child.stderr)).toBe('')
  expect(await ended).toBe(1)
})

test.skipIf(!existsSync('/dev/full'))('a full disk is a failure', async () => {
  const cwd = await folderOf({ 'good.yaml': goodModule })
  const full = await open('/dev/full', 'w')
  onTestFinished(() => full.close())
  const child = spawn(process.execPath, [join(folder, 'cli.cjs'), 'check', 'good.yaml'], {
    cwd,
    stdio: ['ignore', full.fd, 'pipe'],
  })
  const [stderr, [code]] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'close')])
  expect(stderr).toMatch(/^kmm: stdout could not be written: .*no space/i)
  expect(code).toBe(2)
})

test('check of a folder in SARIF, then mended', async () => {
  const cwd = await folderOf({ 'deploy/bad.yaml': untaggedModule, 'deploy/good.yaml': goodModule })
  const { code, stdout, stderr } = await kmm(['check', '--format', 'sarif', 'deploy'], cwd)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ results: [{ ruleId: 'kmm/image-no-tag' }] }] })
  expect(await kmm(['check', '--fix', 'deploy'], cwd)).toMatchObject({ code: 0, stderr: '' })
  expect(await readFile(join(cwd, 'deploy/bad.yaml'), 'utf8')).toBe(goodModule)
})

test('explain and kernels', async () => {
  const cwd = await folderOf({ 'm.yaml': goodModule })
  expect(await kmm(['explain', 'module.spec.selector'], cwd)).toMatchObject({ code: 0, stderr: '' })
  const argv = ['kernels', 'm.yaml', '--kernels-from', '-']
  expect(await kmm(argv, cwd, { stdin: '6.12.0-1.el10.x86_64\n' })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('pt-char-dev:6.12.0-1.el10.x86_64'),
  })
})

test('apply loads a Module on the practice cluster: 0, with its logs', async () => {
  const { kubeconfigPath } = await practiceCluster()
  const cwd = await folderOf({ 'm.yaml': goodModule })
  const env = { KUBECONFIG: kubeconfigPath }
  const { code, stdout, stderr } = await kmm(['apply', 'm.yaml', '--yes'], cwd, { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  // On a busy machine a worker pod may be gone before anybody can read it; then that is told in place of its log.
  for (const node of ['node-a', 'node-b', 'node-c']) {
    expect(stdout).toMatch(new RegExp(`^\\[${node}/worker\\] (\\$ /sbin/modprobe |finished before its log)`, 'm'))
  }
  expect(stdout).toMatch(/\n✔ pt-char-dev is loaded on 3 nodes\n$/)
})

test('apply does nothing where nobody can be asked', async () => {
  const { kubeconfigPath } = await practiceCluster()
  const cwd = await folderOf({ 'm.yaml': goodModule })
  expect(await kmm(['apply', 'm.yaml'], cwd, { env: { KUBECONFIG: kubeconfigPath } })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('pass --yes'),
  })
})

test('SIGINT while following ends in order, with 130', async () => {
  const { kubeconfigPath, control } = await practiceCluster()
  await control.setScenario('stuck-init', 'node-a')
  const cwd = await folderOf({ 'm.yaml': goodModule })
  const { child, ended } = start(['apply', 'm.yaml', '--yes'], cwd, { KUBECONFIG: kubeconfigPath })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    if (!stdout.includes('Created') && (stdout + piece).includes('Created')) child.kill('SIGINT')
    stdout += piece
  })
  expect(await ended).toBe(130)
  expect(stdout).toMatch(/\n— Stopped following; pt-char-dev stays applied\n$/)
})

test('practice starts, changes and stops', async () => {
  const cwd = await folderOf({ 'm.yaml': goodModule })
  const { child, ended } = start(['practice'], cwd, { XDG_RUNTIME_DIR: cwd })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const env = { KUBECONFIG: String(line).trim(), XDG_RUNTIME_DIR: cwd }
  expect(await kmm(['practice', 'add-node', 'node-d', '6.12.0'], cwd, { env })).toMatchObject({ code: 0, stderr: '' })
  const { stdout } = await kmm(['apply', 'm.yaml', '--dry-run'], cwd, { env })
  expect(stdout).toContain('Loads on 4 of 4 selected nodes')
  expect(await kmm(['practice', 'stop'], cwd, { env })).toMatchObject({ code: 0 })
  expect(await ended).toBe(0)
})
