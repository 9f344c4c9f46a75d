import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { clusterOf } from '../cluster/connection.ts'
import { createCluster } from '../cluster/createCluster.ts'
import type { Environment, Kubeconfig } from '../cluster/kubeconfig.ts'
import { createPluginCache } from '../cluster/pluginCache.ts'
import { readKubeconfig } from '../cluster/readKubeconfig.ts'
import { watchKubeconfig } from '../cluster/watchKubeconfig.ts'
import {
  type ClusterFacts,
  type Fact,
  type ModuleRunFact,
  type NodeFact,
  noClusterFacts,
  type Target,
  type UnknownReason,
} from '../core/kmm/clusterFacts.ts'
import type { ServedKind } from '../core/schema/servedSchema.ts'
import { askFacts, nothingAsked } from './askedFacts.ts'
import { explain } from './explain.ts'
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
  /** what a credential plugin prints while it logs in: it may hold the address to open */
  readonly onPluginOutput: (text: string) => void
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
  /** KMM's kinds with the fields that the cluster's own CRDs declare; empty while that is not known */
  readonly served: readonly ServedKind[]
  /** Resolves once it is known which KMM the cluster runs, or that this cannot be had. Never rejects. */
  kmmKnown(): Promise<void>
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
  /** Lets go of what the last run of a Module (`namespace/name`) failed on; how its nodes stand is kept. */
  dismissRun(module: string): void
  close(): void
}

/** Makes a session; it holds no socket until `connect`. */
export function createSession(options: SessionOptions): Session {
  const { env, home, version, clock, settleMs = 250 } = options
  // A login is not asked for again by every reconnect.
  const pluginCache = createPluginCache()
  let connection: ConnectionState = { state: 'disconnected' }
  let cluster: Cluster | undefined
  let watches: NodeWatches | undefined
  let leave = new AbortController()
  let filesWatched = new AbortController()
  let asked = nothingAsked
  let runs: ReadonlyMap<string, ModuleRunFact> = new Map()
  let facts = noClusterFacts
  let settling = false

  const changed = () => {
    facts =
      connection.target === undefined
        ? noClusterFacts
        : {
            target: connection.target,
            nodes: watches?.facts() ?? new Map(),
            labels: asked.labels,
            installed: asked.installed.release,
            modules: runs,
          }
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
    asked = nothingAsked
    runs = new Map()
  }
  const nodesChanged = () => {
    const known = [...(watches?.facts().values() ?? [])]
    if (connection.target !== undefined) connection = { target: connection.target, ...nodesState(known) }
    if (known.some((fact) => fact.state === 'known' && fact.value.length === 0)) asked.askLabels()
    changed()
  }
  const connect = async (request: ConnectRequest): Promise<ConnectionState> => {
    if (connection.state === 'untrusted') return connection
    drop()
    const { signal } = leave
    setConnection({ state: 'connecting' })
    let target: Target | undefined
    try {
      const sources = { env, home, setting: request.kubeconfig || undefined }
      // Read again once the files are watched: no change falls between.
      await watchFiles((await readKubeconfig(sources)).files, request)
      const found = clusterOf(await readKubeconfig(sources), request.context || undefined)
      const next = createCluster(found, { version, clock, pluginCache, onPluginOutput: options.onPluginOutput })
      target = next.target
      cluster = next
      await next.version({ signal })
      if (signal.aborted) return connection
      watches = createNodeWatches(next, clock.now, nodesChanged)
      watches.want(options.selectors())
      asked = askFacts(next, signal, changed)
      return setConnection({ state: 'connected', target })
    } catch (error) {
      if (signal.aborted) return connection
      drop()
      return setConnection({ state: 'failed', detail: explain(error, target) })
    }
  }

  /**
   * A kubeconfig that was mended is tried again; one that now leads elsewhere is only told of: nothing is redirected.
   * Resolves once changes are noticed.
   */
  const watchFiles = (files: readonly string[], request: ConnectRequest) =>
    new Promise<void>((watching) => {
      filesWatched.abort()
      filesWatched = new AbortController()
      const follow = async ({ signal }: AbortController) => {
        let isFirst = true
        for await (const _ of watchKubeconfig({ files, signal, clock })) {
          watching()
          if (!isFirst) kubeconfigChanged(request)
          isFirst = false
        }
      }
      // A folder that cannot be watched only means that a change goes unnoticed.
      follow(filesWatched).catch(() => watching())
    })
  const kubeconfigChanged = (request: ConnectRequest) => {
    if (connection.state === 'failed') void connect(request)
    else if (connection.target !== undefined) {
      setConnection({ ...connection, detail: 'The kubeconfig has changed; reconnect to go where it leads now' })
    }
  }
  const leaveAll = () => {
    filesWatched.abort()
    drop()
  }

  return {
    get connection() {
      return connection
    },
    get facts() {
      return facts
    },
    get served() {
      return asked.installed.served
    },
    kmmKnown: () => asked.kmmKnown(),
    get cluster() {
      return cluster
    },
    readKubeconfig: (path) => readKubeconfig({ env, home, setting: path || undefined }),
    connect,
    disconnect() {
      leaveAll()
      setConnection({ state: 'disconnected' })
    },
    setTrusted(trusted) {
      if (trusted === (connection.state !== 'untrusted')) return
      leaveAll()
      setConnection({ state: trusted ? 'disconnected' : 'untrusted' })
    },
    wantSelectors(next) {
      watches?.want(next)
    },
    setRun(run) {
      runs = new Map(runs).set(`${run.namespace}/${run.name}`, run)
      changed()
    },
    dismissRun(module) {
      const run = runs.get(module)
      if (run === undefined) return
      runs = new Map(runs).set(module, { ...run, failures: [] })
      changed()
    },
    close: leaveAll,
  }
}

/** What the watches of nodes say about the connection as a whole. */
function nodesState(facts: readonly Fact<readonly NodeFact[]>[]): Pick<ConnectionState, 'state' | 'detail'> {
  const lacks = (why: UnknownReason) => facts.some((fact) => fact.state === 'unknown' && fact.why === why)
  if (lacks('unauthorized'))
    return { state: 'stale', detail: 'Your credentials are no longer accepted: log in again, then reconnect' }
  if (facts.some((fact) => fact.state === 'stale'))
    return { state: 'stale', detail: 'The cluster does not answer; what is shown is what was last seen' }
  if (lacks('forbidden'))
    return { state: 'connected', detail: 'You may not list nodes here, so kernel mappings are not tested live' }
  return { state: 'connected' }
}
