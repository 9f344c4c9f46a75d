import { expect, test, vi } from 'vitest'
import { resources } from '../../server/cluster/resources.ts'
import type { Practice } from '../../server/practice/practice.ts'
import { practiceCluster } from '../support/practiceCluster.ts'
import { folderOf, goodModule } from './moduleFiles.ts'
import { kmm, type TestIoOptions } from './testIo.ts'

// A failing worker is started again, and its logs are read in real time.
vi.setConfig({ testTimeout: 30_000 })

/** Runs `kmm apply m.yaml` against a practice cluster. */
async function apply({ kubeconfigPath }: Practice, argv: readonly string[] = ['--yes'], options: TestIoOptions = {}) {
  const cwd = await folderOf({ 'm.yaml': goodModule })
  return await kmm(['apply', 'm.yaml', ...argv], { cwd, ...options, env: { KUBECONFIG: kubeconfigPath } })
}

const isStored = ({ store }: Practice) => store.get(resources.modules, 'default', 'pt-char-dev') !== undefined

test('a Module loads: a yes, logs with their nodes, states, the verdict, and 0', async () => {
  const practice = await practiceCluster()
  const { code, stdout, stderr } = await apply(practice, [], { terminal: true, stdin: 'y\n' })
  expect(code).toBe(0)
  expect(stderr).toBe(`Apply default/pt-char-dev to \`practice\` (${practice.url})? [y/N] `)
  expect(isStored(practice)).toBe(true)
  expect(stdout).toContain('— Created default/pt-char-dev')
  for (const node of ['node-a', 'node-b', 'node-c']) expect(stdout).toContain(`[${node}/worker]`)
  expect(stdout).toContain('✔ pt-char-dev is loaded on 3 nodes')
})

test('without a terminal each state is a line, and the verdict is the last', async () => {
  const { code, stdout } = await apply(await practiceCluster())
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\[node-a\/worker\] \$ \/sbin\/modprobe -vd \/tmp\/opt ptemplate_char_dev$/m)
  expect(stdout).toMatch(/\n— 3 nodes: 3 loaded\n✔ pt-char-dev is loaded on 3 nodes\n$/)
  expect(stdout).not.toContain('\u001b')
})

test('where modprobe fails, the line at fault is shown with node, cause and advice, and the code is 1', async () => {
  const practice = await practiceCluster()
  await practice.control.setScenario('modprobe-fails', 'node-b')
  const { code, stdout } = await apply(practice)
  expect(code).toBe(1)
  const told = stdout.slice(stdout.lastIndexOf('m.yaml:')).split('\n')
  expect(told[0]).toMatch(/^m\.yaml:12:27 error node-b: .*Exec format error.* \(kmm\/run-wrong-kernel\)$/)
  expect(told[1]).toBe('  12 |           containerImage: quay.io/example/pt-char-dev:${KERNEL_FULL_VERSION}')
  expect(told[3]).toMatch(/^ {2}advice: /)
  expect(told[4]).toMatch(/^ {2}log: .*Exec format error/)
  expect(told.slice(-2)).toEqual(['✘ pt-char-dev did not load everywhere; it stays applied', ''])
})

test('an image that cannot be pulled ends the run once it has failed for --fail-after', async () => {
  const practice = await practiceCluster()
  await practice.control.setScenario('image-missing', 'node-c')
  const { code, stdout } = await apply(practice, ['--yes', '--fail-after', '0.5'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/^m\.yaml:12:27 error node-c: .* \(kmm\/run-image-pull\)$/m)
})

test('a refusal that only the server can know is shown on its line', async () => {
  const practice = await practiceCluster()
  const theirs = goodModule.replace('ptemplate_char_dev', 'other_module')
  const options = { namespace: 'default', fieldManager: 'somebody' }
  await practice.cluster.apply(resources.modules, 'pt-char-dev', theirs, options)
  const { code, stdout, stderr } = await apply(practice)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^m\.yaml:9:21 error The server refused this: .*"somebody".*\(kmm\/refused\)\n/)
  expect(stderr).toMatch(/\nkmm: the server refused the Module; nothing was changed\n$/)
})

test('--no-follow ends once the Module is applied', async () => {
  const practice = await practiceCluster()
  const { code, stdout } = await apply(practice, ['--yes', '--no-follow'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/\n— Created default\/pt-char-dev\n$/)
  expect(isStored(practice)).toBe(true)
})

test('Ctrl-C stops following, says that the Module stays, and the code is 130', async () => {
  const practice = await practiceCluster()
  await practice.control.setScenario('stuck-init', 'node-a')
  const stop = new AbortController()
  const onStdout = (text: string) => {
    if (text.includes('Created')) stop.abort()
  }
  const { code, stdout } = await apply(practice, ['--yes'], { signal: stop.signal, onStdout })
  expect(code).toBe(130)
  expect(stdout).toMatch(/\n— Stopped following; pt-char-dev stays applied\n$/)
  expect(isStored(practice)).toBe(true)
})

test('Ctrl-C before the apply changes nothing', async () => {
  const practice = await practiceCluster()
  const stop = new AbortController()
  const onStdout = (text: string) => {
    if (text.includes('Loads on')) stop.abort()
  }
  const { code, stderr } = await apply(practice, ['--yes'], { signal: stop.signal, onStdout })
  expect(code).toBe(130)
  expect(stderr).toBe('kmm: stopped; nothing was changed\n')
  expect(isStored(practice)).toBe(false)
})
