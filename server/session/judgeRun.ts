import type { ModuleRunFact, RunFailure } from '../core/kmm/clusterFacts.ts'
import type { RunProgress } from './runFact.ts'

export interface Patience {
  /** how long nothing has changed, ms */
  readonly quietMs: number
  readonly failAfterMs: number
}

/** A crash that came back is no accident of the moment. */
const enoughAttempts = 2

/**
 * Decides whether a run is over: loaded on every targeted node; failed when what is left has failed often or long
 * enough, when there is nothing to load onto, or when nothing has moved for `failAfterMs`. `undefined` while it goes on.
 */
export function judgeRun(progress: RunProgress, loads: boolean, patience: Patience): ModuleRunFact | undefined {
  const { attempts, ...seen } = progress
  if (!loads) return { ...seen, state: 'loaded' }
  const left = seen.nodes.filter((node) => node.phase !== 'loaded')
  if (seen.nodes.length > 0 && left.length === 0) return { ...seen, state: 'loaded' }
  const allFailing = left.length > 0 && left.every((node) => node.phase === 'failing')
  if (allFailing && (attempts >= enoughAttempts || patience.quietMs >= patience.failAfterMs))
    return { ...seen, state: 'failed' }
  if (seen.nodes.length === 0 && patience.quietMs >= noNodePatienceMs)
    return { ...seen, state: 'failed', failures: [noNode] }
  if (patience.quietMs < patience.failAfterMs) return undefined
  const names = left.filter((node) => node.phase !== 'failing').map((node) => node.node)
  return { ...seen, state: 'failed', failures: [...seen.failures, stalled(names, patience.failAfterMs)] }
}

/** A node may appear with the apply itself; after this long the selector is simply wrong. */
const noNodePatienceMs = 3_000

const noNode: RunFailure = {
  id: 'kmm/run-no-node',
  field: 'spec.selector',
  nodes: [],
  message: 'no node is selected whose kernel a mapping serves, so nothing was loaded',
  advice:
    'Compare `selector` with the labels, and `kernelMappings` with the kernels, of `kubectl get nodes --show-labels -o wide`',
}

function stalled(nodes: readonly string[], failAfterMs: number): RunFailure {
  return {
    id: 'kmm/run-stalled',
    field: 'metadata.name',
    nodes,
    message: `nothing has moved for ${Math.round(failAfterMs / 1000)} s`,
    advice:
      "Look at the operator's log; the namespace's Pod Security level, a quota or a taint may keep KMM from making the worker pod",
  }
}
