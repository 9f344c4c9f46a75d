import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { type PracticeIo, type PracticeRequest, runPractice } from '../../server/practice/practiceCommand.ts'
import { printPracticeKubeconfig } from '../../server/practice/practiceKubeconfig.ts'

interface Terminal {
  readonly io: PracticeIo
  readonly stop: () => void
  readonly stdin: Readable
  out(): string
  err(): string
  /** resolves with the first line that is printed */
  readonly firstLine: Promise<string>
}

async function runtimeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kmm-command-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function terminal(folder: string, env: Record<string, string> = {}): Terminal {
  const stopping = new AbortController()
  const written = { out: '', err: '' }
  const first = Promise.withResolvers<string>()
  const stdin = new Readable({ read() {} })
  const write = (to: 'out' | 'err') => (text: string) => {
    written[to] += text
    if (to === 'out') first.resolve(text.trimEnd())
  }
  const io = {
    stdout: { write: write('out') },
    stderr: { write: write('err') },
    stdin,
    env: { XDG_RUNTIME_DIR: folder, ...env },
    cwd: folder,
    signal: stopping.signal,
  }
  return {
    io,
    stdin,
    stop: () => stopping.abort(),
    out: () => written.out,
    err: () => written.err,
    firstLine: first.promise,
  }
}

test('prints the path of a kubeconfig that only its owner can read, stays, and leaves nothing behind', async () => {
  const folder = await runtimeFolder()
  const own = terminal(folder)
  const ended = runPractice({ words: [] }, own.io)
  const kubeconfig = await own.firstLine
  expect((await stat(kubeconfig)).mode & 0o777).toBe(0o600)
  expect((await stat(join(kubeconfig, '..'))).mode & 0o777).toBe(0o700)
  own.stop()
  expect(await ended).toBe(0)
  expect(own.out()).toBe(`${kubeconfig}\n`)
  expect(await readdir(join(folder, 'kmm-practice'))).toEqual([])
})

test('later commands find the cluster that runs, change it, and end it', async () => {
  const folder = await runtimeFolder()
  const own = terminal(folder)
  const ended = runPractice({ words: [] }, own.io)
  await own.firstLine
  const ask = async (request: PracticeRequest) => {
    const other = terminal(folder)
    return { code: await runPractice(request, other.io), said: (other.out() + other.err()).trimEnd() }
  }
  const say = (...words: string[]) => ask({ words })
  expect(await say('add-node', 'node-d', '6.12.0-55.el10.x86_64')).toEqual({
    code: 0,
    said: 'Node node-d is there, with kernel 6.12.0-55.el10.x86_64',
  })
  expect(await say('upgrade-node', 'node-d', '6.12.0-56.el10.x86_64')).toMatchObject({ code: 0 })
  expect(await ask({ words: ['scenario', 'image-missing'], node: 'node-d' })).toEqual({
    code: 0,
    said: "On node-d: the image for the node's kernel cannot be pulled",
  })
  expect(await say('scenario', 'loads')).toEqual({ code: 0, said: 'On every node every module loads' })
  expect(await say('add-node', 'node-d', '1.2.3')).toEqual({
    code: 2,
    said: 'kmm: there is a node `node-d` already; `upgrade-node` gives it another kernel',
  })
  expect(await say('scenario', 'image-misisng')).toEqual({
    code: 2,
    said: 'kmm: there is no scenario `image-misisng` (did you mean image-missing?); there are loads, modprobe-fails, image-missing, stuck-init',
  })
  const noNode = 'kmm: there is no node `worker-1`; there are node-a, node-b, node-c, node-d'
  expect(await say('upgrade-node', 'worker-1', '1.2.3')).toEqual({ code: 2, said: noNode })
  expect(await ask({ words: ['scenario', 'loads'], node: 'worker-1' })).toEqual({ code: 2, said: noNode })
  expect(await say('stop')).toEqual({ code: 0, said: 'The practice cluster ends' })
  expect(await ended).toBe(0)
})

test('two can run at once: the kubeconfig in the environment says which one is meant', async () => {
  const folder = await runtimeFolder()
  const [first, second] = [terminal(folder), terminal(folder)]
  const ended = [runPractice({ words: [] }, first.io), runPractice({ words: [], kubeconfigDir: 'mine' }, second.io)]
  expect(await second.firstLine).toBe(join(folder, 'mine/kubeconfig.yaml'))
  const other = terminal(folder, { KUBECONFIG: await first.firstLine })
  expect(await runPractice({ words: ['stop'] }, other.io)).toBe(0)
  expect(await ended[0]).toBe(0)
  expect(await runPractice({ words: ['stop'], kubeconfigDir: join(folder, 'mine') }, terminal(folder).io)).toBe(0)
  expect(await ended[1]).toBe(0)
})

test('clears away what a cluster has left that was killed', async () => {
  const folder = await runtimeFolder()
  const dead = join(folder, 'kmm-practice/cluster-dead')
  await mkdir(dead, { recursive: true, mode: 0o700 })
  await chmod(join(folder, 'kmm-practice'), 0o700)
  await writeFile(join(dead, 'kubeconfig.yaml'), printPracticeKubeconfig('http://127.0.0.1:1', 'token'))
  await writeFile(join(folder, 'kmm-practice/1-dead.run'), join(dead, 'kubeconfig.yaml'))
  const own = terminal(folder)
  const ended = runPractice({ words: [] }, own.io)
  await own.firstLine
  expect((await readdir(join(folder, 'kmm-practice'))).filter((name) => name.includes('dead'))).toEqual([])
  own.stop()
  expect(await ended).toBe(0)
})

test('does not use a folder that others can enter', async () => {
  const folder = await runtimeFolder()
  await mkdir(join(folder, 'kmm-practice'))
  await chmod(join(folder, 'kmm-practice'), 0o755)
  const own = terminal(folder)
  expect(await runPractice({ words: [] }, own.io)).toBe(2)
  expect(own.err()).toContain('other users can enter')
})

test('can end with its stdin, for whoever starts it from a program', async () => {
  const own = terminal(await runtimeFolder())
  const ended = runPractice({ words: [], untilStdinEnds: true }, own.io)
  await own.firstLine
  own.stdin.push(null)
  expect(await ended).toBe(0)
})

test('no change without a cluster that runs', async () => {
  const own = terminal(await runtimeFolder())
  expect(await runPractice({ words: ['stop'] }, own.io)).toBe(2)
  expect(own.err()).toBe('kmm: no practice cluster runs; start one with `kmm practice`\n')
})

test('what is no change is said, whether a cluster runs or not', async () => {
  const own = terminal(await runtimeFolder())
  expect(await runPractice({ words: ['add-node', 'node-d'] }, own.io)).toBe(2)
  expect(own.err()).toBe('kmm: `add-node` needs a KERNEL, as in `kmm practice add-node node-d 6.12.0-55.el10.x86_64`\n')
})
