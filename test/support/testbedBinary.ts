import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withFileLock } from './testbedLock.ts'

/** Where the test bed's binary is, or why there can be none here (a sentence that begins with `skipped: `). */
export type TestbedBinary = { path: string; skipped?: never } | { path?: never; skipped: string }

export interface TestbedBinaryOptions {
  /** Folder of the Go module. */
  sourceFolder?: string
  /** Folder that keeps binaries of all versions, shared by all checkouts of this user. */
  cacheFolder?: string
  env?: NodeJS.ProcessEnv
}

/**
 * Finds the test bed's binary in the user's cache, or builds it there: five to ten minutes on two cores the first time,
 * seconds when only `main.go` changed. However many callers ask at once, in however many processes, one builds and
 * the others wait; nobody sees an unfinished file. Throws when Go is there and the build fails.
 */
export async function findTestbedBinary(options: TestbedBinaryOptions = {}): Promise<TestbedBinary> {
  const env = options.env ?? process.env
  const sourceFolder = options.sourceFolder ?? fileURLToPath(new URL('../testbed', import.meta.url))
  const goVersion = await readGoVersion(sourceFolder, env)
  if (goVersion.skipped !== undefined) return goVersion

  const folder = join(options.cacheFolder ?? userCacheFolder(env), await hashInputs(sourceFolder, goVersion.version))
  const path = join(folder, 'testbed')
  if (await exists(path)) return { path }

  await mkdir(folder, { recursive: true })
  await withFileLock(join(folder, 'lock'), async () => {
    if (await exists(path)) return
    console.log('building the test bed (kube-apiserver and etcd): 5 to 10 minutes the first time, seconds later')
    await build(sourceFolder, path, env)
  })
  return { path }
}

async function build(sourceFolder: string, path: string, env: NodeJS.ProcessEnv): Promise<void> {
  const unfinished = `${path}.unfinished.${process.pid}`
  const goMod = await readFile(join(sourceFolder, 'go.mod'), 'utf8')
  const release = /^\s*k8s\.io\/kubernetes (v\S+)/m.exec(goMod)?.[1] ?? 'v0.0.0'
  // -trimpath and CGO_ENABLED decide what Go's build cache can reuse: a change of either recompiles everything.
  const ldflags = `-s -w -X k8s.io/component-base/version.gitVersion=${release}`
  const args = ['build', '-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags', ldflags, '-o', unfinished, '.']
  try {
    await run('go', args, { cwd: sourceFolder, env: { ...env, CGO_ENABLED: '0' }, maxBuffer: 64 << 20 })
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
}

const run = promisify(execFile)

async function readGoVersion(
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ version: string; skipped?: never } | { skipped: string }> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'], { cwd, env })
    return { version: stdout.trim() }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'ENOENT') {
      return { skipped: 'skipped: no Go; the test bed is built with it, install it and put `go` on the PATH' }
    }
    return { skipped: `skipped: this Go cannot build the test bed: ${error.message.trim()}` }
  }
}

async function hashInputs(sourceFolder: string, goVersion: string): Promise<string> {
  const hash = createHash('sha256').update(`${goVersion} ${process.platform} ${process.arch}\n`)
  for (const name of ['go.mod', 'go.sum', 'main.go']) {
    const text = await readFile(join(sourceFolder, name))
    hash.update(`${name} ${text.length}\n`).update(text)
  }
  return hash.digest('hex').slice(0, 16)
}

function userCacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kmm-testbed')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

if (import.meta.main) {
  const binary = await findTestbedBinary()
  console.log(binary.skipped ?? binary.path)
}
