import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { clusterOf } from '../cluster/connection.ts'
import { createCluster } from '../cluster/createCluster.ts'
import type { Environment, Kubeconfig } from '../cluster/kubeconfig.ts'
import { readKubeconfig } from '../cluster/readKubeconfig.ts'
import {
  type ClusterFacts,
  type Fact,
  type ModuleRunFact,
  type NodeLabels,
  noClusterFacts,
  type Target,
} from '../core/kmm/clusterFacts.ts'
import { explain } from './explain.ts'
import { readNodeLabels } from './nodeLabels.ts'
import { createNodeWatches, type NodeWatches } from './nodeWatches.ts'

/** What the outside must know of the connection. */
export interface ConnectionState {
  readonly state: 'disconnected' | 'connecting' | 'connected' | 'stale' | 'failed' | 'untrusted'
  readonly target?: Target
  /** a sentence: why it failed, or what is not allowed */
  readonly detail?: string
}

export interface SessionOptions {
  readonly env: Environment
  readonly home: string
  readonly version: string
  readonly clock: Clock
  /** Called at most every `settleMs` when facts or the connection changed. */
  readonly onChange: () => void
  /** The selectors wanted right after connecting, before the first answer. */
  readonly selectors: () => ReadonlySet<string>
  /** how long changes are collected before `onChange` */
  readonly settleMs?: number
}

export interface ConnectRequest {
  /** a kubeconfig path that stands above KUBECONFIG and the default one */
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
}

/**
 * What one user is connected to: at most one cluster, watched for the selectors that open documents use. Nothing is
 * sent before `connect`.
 */
export interface Session {
  readonly connection: ConnectionState
  readonly facts: ClusterFacts
  readonly cluster: Cluster | undefined
  readKubeconfig(path?: string): Promise<Kubeconfig>
  /** Connects, leaving the cluster before. Never rejects: the outcome is in `connection`. */
  connect(request: ConnectRequest): Promise<ConnectionState>
  disconnect(): void
  /** Trust lost or not given: leaves the cluster and refuses to connect until it is given. */
  setTrusted(trusted: boolean): void
  /** The selectors, in `selectorKey` form, whose nodes are wanted. */
  wantSelectors(selectors: ReadonlySet<string>): void
  /** Remembers how a Module fares, for lenses and diagnostics. */
  setRun(run: ModuleRunFact): void
  close(): void
}

const unknownLabels: Fact<NodeLabels> = { state: 'unknown', why: 'notConnected' }

/** Makes a session; it holds no socket until `connect`. */
export function createSession(options: SessionOptions): Session {
  const { env, home, version, clock, settleMs = 250 } = options
  let connection: ConnectionState = { state: 'disconnected' }
  let cluster: Cluster | undefined
  let watches: NodeWatches | undefined
  let leave = new AbortController()
  let labels = unknownLabels
  let labelsAsked = false
  let runs: ReadonlyMap<string, ModuleRunFact> = new Map()
  let facts = noClusterFacts
  let settling = false

  const changed = () => {
    facts =
      connection.target === undefined
        ? noClusterFacts
        : { target: connection.target, nodes: watches?.facts() ?? new Map(), labels, modules: runs }
    if (settling) return
    settling = true
    void clock.delay(settleMs).then(() => {
      settling = false
      options.onChange()
    })
  }
  const setConnection = (next: ConnectionState) => {
    connection = next
    changed()
    return next
  }
  const drop = () => {
    leave.abort()
    leave = new AbortController()
    watches?.close()
    cluster?.close()
    cluster = undefined
    watches = undefined
    labels = unknownLabels
    labelsAsked = false
    runs = new Map()
  }
  const nodesChanged = () => {
    const known = [...(watches?.facts().values() ?? [])]
    const stale = known.some((fact) => fact.state === 'stale')
    if (stale !== (connection.state === 'stale') && connection.target !== undefined) {
      connection = { ...connection, state: stale ? 'stale' : 'connected' }
    }
    if (!labelsAsked && known.some((fact) => fact.state === 'known' && fact.value.length === 0)) void askLabels()
    changed()
  }
  const askLabels = async () => {
    if (cluster === undefined) return
    labelsAsked = true
    const { signal } = leave
    const found = await readNodeLabels(cluster, signal)
    if (signal.aborted) return
    labels = found
    changed()
  }

  return {
    get connection() {
      return connection
    },
    get facts() {
      return facts
    },
    get cluster() {
      return cluster
    },
    readKubeconfig: (path) => readKubeconfig({ env, home, setting: path || undefined }),
    async connect({ kubeconfig, context }) {
      if (connection.state === 'untrusted') return connection
      drop()
      const { signal } = leave
      setConnection({ state: 'connecting' })
      let target: Target | undefined
      try {
        const found = clusterOf(
          await readKubeconfig({ env, home, setting: kubeconfig || undefined }),
          context || undefined,
        )
        const next = createCluster(found, { version, clock })
        target = next.target
        cluster = next
        await next.version({ signal })
        if (signal.aborted) return connection
        watches = createNodeWatches(next, clock.now, nodesChanged)
        watches.want(options.selectors())
        return setConnection({ state: 'connected', target })
      } catch (error) {
        if (signal.aborted) return connection
        drop()
        return setConnection({ state: 'failed', detail: explain(error, target) })
      }
    },
    disconnect() {
      drop()
      setConnection({ state: 'disconnected' })
    },
    setTrusted(trusted) {
      if (trusted === (connection.state !== 'untrusted')) return
      drop()
      setConnection({ state: trusted ? 'disconnected' : 'untrusted' })
    },
    wantSelectors(next) {
      watches?.want(next)
    },
    setRun(run) {
      runs = new Map(runs).set(`${run.namespace}/${run.name}`, run)
      changed()
    },
    close: drop,
  }
}
