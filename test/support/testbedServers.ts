import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePort, startTestbedProcess, type TestbedProcess } from './testbedProcess.ts'
import { askTestbed, type TestbedPeer } from './testbedRequest.ts'

const READY_DEADLINE_MS = 60_000
const ASK_AGAIN_MS = 25

export interface EtcdServer {
  readonly url: string
  readonly process: TestbedProcess
}

/** Starts etcd on a free port, with its data in `folder`. It does not wait: the API server waits for it. */
export async function startEtcd(binary: string, folder: string): Promise<EtcdServer> {
  const url = `http://127.0.0.1:${await findFreePort()}`
  const process = await startTestbedProcess(binary, ['etcd', join(folder, 'etcd'), url], join(folder, 'etcd.log'))
  return { url, process }
}

export interface ApiserverOptions {
  readonly binary: string
  /** Holds `certs/` and `tokens.csv`; the log goes there. */
  readonly folder: string
  readonly etcd: EtcdServer
  readonly port: number
  readonly admin: TestbedPeer
  readonly flags: readonly string[]
}

/** Starts the API server and returns when it is ready. Throws with its last lines when it ends before that. */
export async function startApiserver(options: ApiserverOptions): Promise<TestbedProcess> {
  const { binary, folder, etcd, admin } = options
  const process = await startTestbedProcess(binary, apiserverArgs(options), join(folder, 'apiserver.log'))
  const ended = Promise.race([
    process.ended.then((log) => `kube-apiserver ended while starting:\n${log}`),
    etcd.process.ended.then((log) => `etcd ended while kube-apiserver started:\n${log}`),
  ])
  const abort = new AbortController()
  try {
    const failure = await Promise.race([waitUntilReady(admin, abort.signal), ended])
    if (failure !== undefined) throw new Error(failure)
    return process
  } catch (error) {
    await process.kill()
    throw error
  } finally {
    abort.abort()
  }
}

function apiserverArgs({ folder, etcd, port, flags }: ApiserverOptions): string[] {
  const certificate = (name: string) => join(folder, 'certs', name)
  return [
    'apiserver',
    `--etcd-servers=${etcd.url}`,
    '--bind-address=127.0.0.1',
    // Without it the server looks for a default route, and ends on a machine that has none.
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${certificate('server.crt')}`,
    `--tls-private-key-file=${certificate('server.key')}`,
    `--client-ca-file=${certificate('ca.crt')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${certificate('server.key')}`,
    `--service-account-key-file=${certificate('server.crt')}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--allow-privileged=true',
    '--endpoint-reconciler-type=none',
    // No controller manager makes service accounts or takes the taint of a new node away.
    '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
    '--kubelet-preferred-address-types=Hostname,InternalIP',
    '--min-request-timeout=10',
    '--profiling=false',
    ...flags,
  ]
}

/** Resolves to nothing when ready, or to what is wrong when that takes too long. */
async function waitUntilReady(admin: TestbedPeer, signal: AbortSignal): Promise<string | undefined> {
  const giveUpAt = Date.now() + READY_DEADLINE_MS
  let last = 'no answer'
  while (!signal.aborted && Date.now() < giveUpAt) {
    // The namespace `default` is made by the API server itself, a little after it says that it is ready.
    for (const path of ['/readyz', '/api/v1/namespaces/default']) {
      last = await askTestbed(admin, { path }).then(({ status, text }) => (status === 200 ? '' : text), String)
      if (last !== '') break
    }
    if (last === '') return undefined
    await delay(ASK_AGAIN_MS)
  }
  return `kube-apiserver is not ready after ${READY_DEADLINE_MS} ms: ${last}`
}
