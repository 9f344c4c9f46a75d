import type { Cluster, NodeRow, WatchEvent } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import type { Fact, NodeFact, UnknownReason } from '../core/kmm/clusterFacts.ts'
import { foldWatch } from './foldRun.ts'

export type NodesBySelector = ReadonlyMap<string, Fact<readonly NodeFact[]>>

/** One watch of nodes per distinct selector in use. */
export interface NodeWatches {
  /** Starts watches that are new and ends those no longer named. Selectors are in `selectorKey` form. */
  want(selectors: ReadonlySet<string>): void
  facts(): NodesBySelector
  close(): void
}

/** Watches nodes for live answers; `onChange` is called for every change that a person could see. */
export function createNodeWatches(cluster: Cluster, now: () => number, onChange: () => void): NodeWatches {
  const watches = new Map<string, AbortController>()
  let facts: NodesBySelector = new Map()

  const set = (selector: string, fact: Fact<readonly NodeFact[]>) => {
    if (!watches.has(selector)) return
    facts = new Map(facts).set(selector, fact)
    onChange()
  }

  const start = (selector: string) => {
    const controller = new AbortController()
    watches.set(selector, controller)
    set(selector, { state: 'unknown', why: 'connecting' })
    follow(cluster, selector, controller.signal, now, (fact) => set(selector, fact)).catch((error: unknown) => {
      if (!controller.signal.aborted) set(selector, { state: 'unknown', why: unknownReason(error) })
    })
  }

  return {
    want(selectors) {
      for (const [selector, controller] of watches) {
        if (selectors.has(selector)) continue
        controller.abort()
        watches.delete(selector)
        facts = new Map([...facts].filter(([key]) => key !== selector))
      }
      for (const selector of selectors) if (!watches.has(selector)) start(selector)
    },
    facts: () => facts,
    close() {
      for (const controller of watches.values()) controller.abort()
      watches.clear()
    },
  }
}

async function follow(
  cluster: Cluster,
  labelSelector: string,
  signal: AbortSignal,
  now: () => number,
  tell: (fact: Fact<readonly NodeFact[]>) => void,
): Promise<void> {
  let nodes: ReadonlyMap<string, NodeRow> | undefined
  for await (const event of cluster.watchNodes({ labelSelector, signal })) {
    if (event.type === 'stale') {
      tell(
        nodes === undefined
          ? { state: 'unknown', why: 'unreachable' }
          : { state: 'stale', value: [...nodes.values()], sinceMs: now() },
      )
      continue
    }
    const before = nodes
    nodes = foldNodes(nodes ?? new Map(), event)
    if (nodes !== before || event.type === 'resumed') tell({ state: 'known', value: [...nodes.values()] })
  }
}

/** Folds a watch event into nodes by name; the same map comes back when nothing that we show has changed. */
export function foldNodes(
  nodes: ReadonlyMap<string, NodeRow>,
  event: WatchEvent<NodeRow>,
): ReadonlyMap<string, NodeRow> {
  if (event.type === 'added' || event.type === 'modified') {
    const known = nodes.get(event.item.name)
    if (known !== undefined && known.kernel === event.item.kernel && known.ready === event.item.ready) return nodes
  }
  if (event.type === 'deleted' && !nodes.has(event.item.name)) return nodes
  return foldWatch(nodes, event, (row) => row.name)
}

function unknownReason(error: unknown): UnknownReason {
  if (!(error instanceof ClusterError)) return 'unreachable'
  switch (error.kind) {
    case 'forbidden':
      return 'forbidden'
    case 'unauthorized':
      return 'unauthorized'
    case 'notFound':
      return 'absent'
    default:
      return 'unreachable'
  }
}
