import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Cluster, KubeObject } from '../cluster/cluster.ts'
import { clusterOf } from '../cluster/connection.ts'
import { createCluster } from '../cluster/createCluster.ts'
import { readKubeconfig } from '../cluster/readKubeconfig.ts'
import { resources } from '../cluster/resources.ts'
import { type ApiUser, adminRules, viewerRules } from './api/access.ts'
import { createApiServer } from './api/apiServer.ts'
import { createObjectStore, type ObjectStore } from './api/objectStore.ts'
import { pruneUnknown } from './api/pruneUnknown.ts'
import { withDefaults } from './api/withDefaults.ts'
import type { ReadContainerLog } from './containerLogs.ts'
import { judgeDocument } from './judgeDocument.ts'
import { portOf } from './kubelet/kubeletServer.ts'
import { createControl, type PracticeControl, runControl } from './practiceControl.ts'
import { printPracticeKubeconfig } from './practiceKubeconfig.ts'
import { nodeObject, practiceNodes } from './practiceNodes.ts'
import { kubeconfigName } from './practiceRuns.ts'
import { startSimulators } from './simulators.ts'
import type { Delay } from './workQueue.ts'

export interface PracticeOptions {
  /** an existing folder that only its owner can enter; the kubeconfig goes there */
  readonly dir: string
  /** how the simulated kubelet waits; by default, in real time */
  readonly delay?: Delay
  /** told what goes wrong inside; by default, nobody */
  readonly onError?: (error: unknown) => void
  /** watches get a bookmark that often */
  readonly bookmarkEveryMs?: number
}

/** A practice cluster that runs. */
export interface Practice {
  readonly url: string
  /** a file with the one context `practice`, whose user may do everything */
  readonly kubeconfigPath: string
  /** bearer tokens: of the owner, and of a `viewer` who sees no nodes and may write nothing */
  readonly tokens: { readonly admin: string; readonly viewer: string }
  readonly control: PracticeControl
  /** the owner's way in, for tests and for the simulators */
  readonly cluster: Cluster
  /** the objects themselves, for tests that need an expired history */
  readonly store: ObjectStore
  /** resolves when somebody has sent the control command `stop`; whoever started the cluster then stops it */
  readonly stopAsked: Promise<void>
  /** From now on this token is answered with 401. */
  expireToken(token: string): void
  stop(): Promise<void>
}

/**
 * Starts a practice cluster in this process: API server on a free loopback port, KMM's operator, kubelets, garbage
 * collector and three nodes. Throws when the folder cannot be written to.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const { dir } = options
  const users = new Map<string, ApiUser>()
  const admin = addUser(users, { name: 'practice', rules: adminRules })
  const viewer = addUser(users, { name: 'viewer', rules: viewerRules })
  const store = createObjectStore()
  for (const namespace of ['default', 'kube-system', 'kmm-operator-system']) {
    store.create(resources.namespaces, namespaceObject(namespace))
  }

  let readContainerLog: ReadContainerLog = () => ({ status: 404, text: 'the kubelet has not started' })
  let control: PracticeControl | undefined
  const stopping = Promise.withResolvers<void>()
  const server = createApiServer({
    store,
    judge: judgeDocument,
    withDefaults,
    prune: pruneUnknown,
    now: () => new Date(),
    userOf: (token) => users.get(token),
    readContainerLog: (query, signal) => readContainerLog(query, signal),
    control: async (command, body) => {
      if (command === 'stop') stopping.resolve()
      else if (control !== undefined) return runControl(control, command, body)
      return {}
    },
    ...(options.bookmarkEveryMs === undefined ? {} : { bookmarkEveryMs: options.bookmarkEveryMs }),
  })
  const port = await listen(server)
  const url = `http://127.0.0.1:${port}`
  const kubeconfigPath = join(dir, kubeconfigName)
  try {
    await writeFile(kubeconfigPath, printPracticeKubeconfig(url, admin), { mode: 0o600 })
  } catch (error) {
    await close(server)
    throw error
  }
  const cluster = await connect(kubeconfigPath, dir)
  const simulators = startSimulators({ cluster, delay: options.delay, onError: options.onError })
  readContainerLog = simulators.readContainerLog
  control = createControl(cluster, simulators.scenarios, port)
  for (const node of practiceNodes) await cluster.create(resources.nodes, nodeObject(node, port))
  await simulators.ready

  return {
    url,
    kubeconfigPath,
    tokens: { admin, viewer },
    control,
    cluster,
    store,
    stopAsked: stopping.promise,
    expireToken: (token) => users.delete(token),
    async stop() {
      simulators.stop()
      cluster.close()
      await close(server)
      await rm(kubeconfigPath, { force: true })
    },
  }
}

/** A cluster that a kubeconfig leads to, whatever the environment says. */
async function connect(kubeconfigPath: string, home: string): Promise<Cluster> {
  return createCluster(clusterOf(await readKubeconfig({ env: {}, home, setting: kubeconfigPath })))
}

function addUser(users: Map<string, ApiUser>, user: ApiUser): string {
  const token = randomBytes(24).toString('base64url')
  users.set(token, user)
  return token
}

function namespaceObject(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
