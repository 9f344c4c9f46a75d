import type { TargetRelease } from './release.ts'

/**
 * What is known of a cluster, as plain data. A fact that could not be learnt says why: unknown is not false, and no
 * diagnostic may rest on it.
 */

export type UnknownReason =
  | 'notConnected'
  | 'connecting'
  | 'untrusted'
  | 'forbidden'
  | 'unauthorized'
  | 'absent'
  | 'unreachable'

export type Fact<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'stale'; readonly value: T; readonly sinceMs: number }
  | { readonly state: 'unknown'; readonly why: UnknownReason }

/** One node as the server's Table shows it. `kernel` is `status.nodeInfo.kernelVersion` as the node reports it. */
export interface NodeFact {
  readonly name: string
  readonly kernel: string
  readonly ready: boolean
}

/** Where requests go. Frozen for a run, so that a changed kubeconfig never redirects it. */
export interface Target {
  readonly context: string
  /** scheme://host:port of the API server */
  readonly server: string
  readonly user: string
  /** the context's namespace, else `default` */
  readonly namespace: string
}

export interface ClusterFacts {
  readonly target: Target | undefined
  /** Nodes by the canonical text of the selector that was watched (`selectorKey`). A selector not asked for is absent. */
  readonly nodes: ReadonlyMap<string, Fact<readonly NodeFact[]>>
  /** Labels seen on nodes: key → value → how many nodes. Of a large cluster only a sample was asked for. */
  readonly labels: Fact<NodeLabels>
  /** The KMM that the cluster runs, as far as the schema that it serves tells. */
  readonly installed?: Fact<TargetRelease>
  /** Follow state of Modules by `namespace/name`: what the last run, or the watch since, has seen. */
  readonly modules: ReadonlyMap<string, ModuleRunFact>
}

export type NodeLabels = ReadonlyMap<string, ReadonlyMap<string, number>>

export type NodePhase = 'waiting' | 'image' | 'pending' | 'loading' | 'unloading' | 'failing' | 'loaded'

export interface NodeRunFact {
  readonly node: string
  readonly kernel: string
  readonly phase: NodePhase
  /** what to tell a person, such as `Exec format error (built for another kernel)` */
  readonly detail?: string
}

/** A failure that a run saw, tied to the field of the Module that most likely caused it. */
export interface RunFailure {
  readonly id: `kmm/run-${string}`
  /** dotted path as the API server writes it, such as `spec.moduleLoader.container.modprobe.moduleName` */
  readonly field: string
  readonly nodes: readonly string[]
  readonly message: string
  readonly advice: string
  /** the log line that says so, when there is one */
  readonly logLine?: string
}

export interface ModuleRunFact {
  readonly namespace: string
  readonly name: string
  readonly state: 'running' | 'loaded' | 'failed' | 'stopped'
  readonly nodes: readonly NodeRunFact[]
  readonly failures: readonly RunFailure[]
}

/** No cluster: every fact is unknown because nobody connected. */
export const noClusterFacts: ClusterFacts = {
  target: undefined,
  nodes: new Map(),
  labels: { state: 'unknown', why: 'notConnected' },
  modules: new Map(),
}

/** Canonical text of an equality selector: sorted `k=v`, joined by commas; the label selector that the API takes. */
export function selectorKey(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
}
