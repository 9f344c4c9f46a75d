import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printKubeconfig, type TestbedUser, testbedToken, testbedTokenFile } from './testbedAccess.ts'
import { findTestbedBinary } from './testbedBinary.ts'
import { applyTestbedCrds } from './testbedCrds.ts'
import { findFreePort, type TestbedProcess } from './testbedProcess.ts'
import type { TestbedPeer } from './testbedRequest.ts'
import { grantTestbedRoles } from './testbedRoles.ts'
import { startApiserver, startEtcd } from './testbedServers.ts'
import { runTool } from './testbedTools.ts'

export interface TestbedOptions {
  /** Path from `findTestbedBinary`; looked up, and built if need be, when absent. */
  readonly binary?: string
  /** Added to the API server's flags. */
  readonly flags?: readonly string[]
}

export interface KubeconfigOptions {
  /** Default: the user's name. */
  readonly context?: string
  readonly namespace?: string
  /** Default: a token. */
  readonly credential?: 'token' | 'certificate'
}

/** A running kube-apiserver with its etcd, on loopback, in a folder of its own. */
export interface Testbed {
  readonly binary: string
  readonly folder: string
  /** `https://127.0.0.1:<port>`, the same after `restart`. */
  readonly server: string
  /** The CA of the API server's certificate, and of client certificates. */
  readonly caFile: string
  readonly ca: string
  /** For 127.0.0.1 and localhost, signed by that CA, as PEM: for the simulated kubelet and webhook. */
  readonly serverCertificate: Pair
  readonly etcdUrl: string
  readonly pids: { readonly etcd: number; readonly apiserver: number }
  tokenOf(user: TestbedUser): string
  /** What `askTestbed` and `streamTestbed` need to speak as this user. */
  as(user: TestbedUser): TestbedPeer
  /** Writes a kubeconfig for this user and returns its path. */
  kubeconfig(user: TestbedUser, options?: KubeconfigOptions): Promise<string>
  /** Creates the CRDs of a folder and returns their names once they can be used. */
  applyCrds(folder: string): Promise<string[]>
  /** Kills the API server, whose data survives, and starts it again on the same port. */
  restart(): Promise<void>
  /** Kills both processes and removes the folder. */
  stop(): Promise<void>
}

interface Pair {
  readonly cert: string
  readonly key: string
}

/**
 * Starts etcd and kube-apiserver and returns when the API server is ready and the roles of `editor` and `viewer` act.
 * There is no controller manager: nothing is garbage collected, namespaces do not go away, and service accounts do
 * not exist. Throws with the server's last lines when it does not start.
 */
export async function startTestbed(options: TestbedOptions = {}): Promise<Testbed> {
  const binary = options.binary ?? (await requireBinary())
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), 'kmm-testbed-'))
    const running: TestbedProcess[] = []
    try {
      return await startIn(folder, binary, options.flags ?? [], running)
    } catch (error) {
      await end(running, folder)
      // Somebody else took a port between our choosing it and the server's listening on it.
      if (attempt === ATTEMPTS || !String(error).includes('address already in use')) throw error
    }
  }
}

const ATTEMPTS = 3

async function startIn(
  folder: string,
  binary: string,
  flags: readonly string[],
  running: TestbedProcess[],
): Promise<Testbed> {
  await writeCertificates(binary, join(folder, 'certs'))
  await writeFile(join(folder, 'tokens.csv'), testbedTokenFile(), { mode: 0o600 })
  const ca = await readFile(join(folder, 'certs/ca.crt'), 'utf8')
  const port = await findFreePort()
  const server = `https://127.0.0.1:${port}`
  const as = (user: TestbedUser): TestbedPeer => ({ server, ca, token: testbedToken(user) })

  const etcd = await startEtcd(binary, folder)
  running.push(etcd.process)
  const start = () => startApiserver({ binary, folder, etcd, port, flags, admin: as('admin') })
  let apiserver = await start()
  running.push(apiserver)
  await grantTestbedRoles(as)

  let kubeconfigs = 0
  return {
    binary,
    folder,
    server,
    caFile: join(folder, 'certs/ca.crt'),
    ca,
    serverCertificate: await readPair(folder, 'server'),
    etcdUrl: etcd.url,
    get pids() {
      return { etcd: etcd.process.pid, apiserver: apiserver.pid }
    },
    tokenOf: testbedToken,
    as,
    async kubeconfig(user, { context = user, namespace, credential = 'token' } = {}) {
      const proof = credential === 'token' ? { token: testbedToken(user) } : await readPair(folder, `client-${user}`)
      const path = join(folder, `kubeconfig-${++kubeconfigs}.yaml`)
      await writeFile(path, printKubeconfig({ server, ca, user, proof, context, namespace }), { mode: 0o600 })
      return path
    },
    applyCrds: (crdFolder) => applyTestbedCrds(as('admin'), crdFolder),
    async restart() {
      await apiserver.kill()
      apiserver = await start()
    },
    stop: () => end([apiserver, etcd.process], folder),
  }
}

async function end(processes: readonly TestbedProcess[], folder: string): Promise<void> {
  await Promise.all(processes.map((process) => process.kill()))
  await rm(folder, { recursive: true, force: true })
}

async function requireBinary(): Promise<string> {
  const { path, skipped } = await findTestbedBinary()
  if (path === undefined) throw new Error(skipped)
  return path
}

async function writeCertificates(binary: string, folder: string): Promise<void> {
  await mkdir(folder)
  const { code, stderr } = await runTool(binary, ['certs', folder])
  if (code !== 0) throw new Error(`testbed certs failed: ${stderr}`)
}

async function readPair(folder: string, name: string): Promise<Pair> {
  const [cert, key] = await Promise.all(
    ['crt', 'key'].map((kind) => readFile(join(folder, 'certs', `${name}.${kind}`), 'utf8')),
  )
  return { cert: cert ?? '', key: key ?? '' }
}
