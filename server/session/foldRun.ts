import type { KubeObject, NodeRow, WatchEvent } from '../cluster/cluster.ts'
import type { LoadSpec } from './loadSpec.ts'
import type { LogLine } from './runLogs.ts'
import { type ContainerState, failures, type PodState, podState } from './workerPod.ts'

/** How many lines of one container's run are kept for finding out why it failed. */
const keptLines = 200

/** Everything a run has seen, by name. Immutable: each input gives a new state, and parts that did not change stay the same objects. */
export interface RunState {
  readonly spec: LoadSpec
  /** selected nodes; `undefined` when the user may not list nodes */
  readonly nodes: ReadonlyMap<string, NodeRow> | undefined
  readonly nodeConfigs: ReadonlyMap<string, KubeObject>
  readonly workers: ReadonlyMap<string, KubeObject>
  readonly pullPods: ReadonlyMap<string, KubeObject>
  /** images that a pull pod has found: its pod is gone by the time the node is chosen */
  readonly foundImages: ReadonlySet<string>
  /**
   * `worker-config` of the pod that has loaded the module on a node: the pod may be gone before the watch of
   * NodeModulesConfigs tells what it did
   */
  readonly loadedConfigs: ReadonlyMap<string, string>
  /** how often containers had failed when the run began (`failuresKey`), which is nothing it has done */
  readonly failedBefore: ReadonlyMap<string, number> | undefined
  /** last lines of each container run, by pod name and container */
  readonly lines: ReadonlyMap<string, ContainerLines>
}

export interface ContainerLines {
  readonly containerId: string
  readonly lines: readonly string[]
  /** of the run before, which is what a restarted container is judged by until it fails again */
  readonly previous: readonly string[]
}

export type RunInput =
  | { readonly from: 'nodes'; readonly event: WatchEvent<NodeRow> }
  | { readonly from: 'nodeConfigs' | 'workers' | 'pullPods'; readonly event: WatchEvent<KubeObject> }
  | { readonly from: 'log'; readonly line: LogLine }

/** The state before anything was seen. `nodesKnown` is false when nodes may not be listed. */
export function startRun(spec: LoadSpec, nodesKnown: boolean): RunState {
  const none = new Map<string, KubeObject>()
  return {
    spec,
    nodes: nodesKnown ? new Map() : undefined,
    nodeConfigs: none,
    workers: none,
    pullPods: none,
    foundImages: new Set(),
    loadedConfigs: new Map(),
    failedBefore: undefined,
    lines: new Map(),
  }
}

/** Takes one input into the state. */
export function foldRun(state: RunState, input: RunInput): RunState {
  switch (input.from) {
    case 'nodes':
      return { ...state, nodes: foldWatch(state.nodes ?? new Map(), input.event, (row) => row.name) }
    case 'log':
      return { ...state, lines: foldLine(state.lines, input.line) }
    default: {
      const objects = foldWatch(state[input.from], input.event, (object) => object.metadata.name)
      const next = { ...state, [input.from]: objects }
      if (input.from === 'pullPods') return { ...next, foundImages: foldFound(state.foundImages, objects) }
      if (input.from !== 'workers') return next
      const failedBefore = state.failedBefore ?? (input.event.type === 'sync' ? failuresOf(objects) : undefined)
      return { ...next, failedBefore, loadedConfigs: foldLoaded(state.loadedConfigs, objects) }
    }
  }
}

/** Folds one watch event into a map by name; a `sync` replaces everything. */
export function foldWatch<T>(
  items: ReadonlyMap<string, T>,
  event: WatchEvent<T>,
  nameOf: (item: T) => string,
): ReadonlyMap<string, T> {
  switch (event.type) {
    case 'sync':
      return new Map(event.items.map((item) => [nameOf(item), item]))
    case 'added':
    case 'modified':
      return new Map(items).set(nameOf(event.item), event.item)
    case 'deleted': {
      const left = new Map(items)
      left.delete(nameOf(event.item))
      return left
    }
    default:
      return items
  }
}

function foldFound(found: ReadonlySet<string>, pods: ReadonlyMap<string, KubeObject>): ReadonlySet<string> {
  const images = [...pods.values()].map(podState).flatMap((pod) => (pod.phase === 'Succeeded' ? pod.images : []))
  return images.every((image) => found.has(image)) ? found : new Set([...found, ...images])
}

function failuresOf(workers: ReadonlyMap<string, KubeObject>): ReadonlyMap<string, number> {
  const pods = [...workers.values()].map(podState)
  return new Map(
    pods.flatMap((pod) => pod.containers.map((container) => [failuresKey(pod, container), failures(container)])),
  )
}

/** Key of a container's failures in the state: another pod of the same name begins anew. */
export function failuresKey({ uid }: PodState, { name }: ContainerState): string {
  return `${uid}/${name}`
}

/** Any other worker on a node, or one that goes on, takes back what the last one did. */
function foldLoaded(
  loaded: RunState['loadedConfigs'],
  workers: ReadonlyMap<string, KubeObject>,
): RunState['loadedConfigs'] {
  const next = new Map(loaded)
  for (const { node, action, phase, workerConfig } of [...workers.values()].map(podState)) {
    if (node === undefined) continue
    if (action === 'Load' && phase === 'Succeeded' && workerConfig !== undefined) next.set(node, workerConfig)
    else next.delete(node)
  }
  return next
}

/** Key of a container's lines in the state. */
export function linesKey(pod: string, container: string): string {
  return `${pod}/${container}`
}

function foldLine(all: RunState['lines'], line: LogLine): RunState['lines'] {
  const key = linesKey(line.pod, line.container)
  const known = all.get(key)
  const same = known?.containerId === line.containerId
  const lines = [...(same ? known.lines.slice(-(keptLines - 1)) : []), line.text]
  const previous = (same ? known.previous : known?.lines) ?? []
  return new Map(all).set(key, { containerId: line.containerId, lines, previous })
}
