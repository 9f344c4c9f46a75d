import type { Clock } from '../cluster/clock.ts'
import type { Applied, Cluster } from '../cluster/cluster.ts'
import type { ModuleRunFact, NodeRunFact } from '../core/kmm/clusterFacts.ts'
import { foldRun, type RunState, startRun } from './foldRun.ts'
import { judgeRun, type Patience } from './judgeRun.ts'
import type { LoadSpec } from './loadSpec.ts'
import { phaseLines } from './phaseLines.ts'
import { runFact } from './runFact.ts'
import type { LogLine } from './runLogs.ts'
import { openSights, type RunSight, type WatchSource } from './runSights.ts'

/** What a person is told while a Module is applied and loaded. */
export type RunEvent =
  /** one line of ours for the log */
  | { readonly type: 'told'; readonly text: string }
  | { readonly type: 'log'; readonly line: LogLine }
  /** how the nodes stand; only when that changed */
  | { readonly type: 'fact'; readonly fact: ModuleRunFact }
  /** the last event: `loaded`, `failed`, or `stopped` when the signal ended it */
  | { readonly type: 'verdict'; readonly fact: ModuleRunFact }

export interface RunOptions {
  readonly signal: AbortSignal
  readonly clock: Clock
  /** how long failing nodes, or a run in which nothing moves, are waited for */
  readonly failAfterMs: number
  /** applies the document once all watches stand; absent when a Module on the cluster is only followed */
  readonly apply?: () => Promise<Applied>
}

/**
 * Follows a Module until it is loaded on every targeted node, or failed. Watches stand before the apply, so nothing of
 * it is missed, and logs are read while the pods live. Throws `ClusterError` when the apply itself is refused: then
 * nothing was changed. Aborting the signal ends everything, with a `stopped` verdict.
 */
export async function* runModule(cluster: Cluster, spec: LoadSpec, options: RunOptions): AsyncGenerator<RunEvent> {
  const { signal, clock, failAfterMs, apply } = options
  const end = new AbortController()
  const sights = openSights(cluster, spec, {
    signal: AbortSignal.any([signal, end.signal]),
    clock,
    oldLogs: apply === undefined,
  })
  try {
    await sights.ready
    if (apply !== undefined && !signal.aborted) yield* appliedEvents(await apply(), spec)
    let state = startRun(spec, true)
    let told = ''
    let nodes: readonly NodeRunFact[] = []
    let movedAtMs = clock.now()
    let judged: Patience | undefined
    for await (const sight of sights) {
      yield* sightEvents(sight)
      // The logs that still come in say why it failed; what else comes is another story than the one that was judged.
      if (judged !== undefined && sight.from !== 'log') continue
      state = takeSight(state, sight)
      const progress = runFact(state)
      const text = JSON.stringify([progress.nodes, progress.failures])
      if (text !== told) {
        told = text
        movedAtMs = clock.now()
        const { attempts: _, ...fact } = progress
        for (const line of phaseLines(nodes, fact.nodes)) yield { type: 'told', text: line }
        nodes = fact.nodes
        yield { type: 'fact', fact: { ...fact, state: 'running' } }
      }
      if (judged !== undefined) continue
      const patience = { quietMs: clock.now() - movedAtMs, failAfterMs }
      if (judgeRun(progress, spec.loads, patience) === undefined) continue
      judged = patience
      sights.finish()
    }
    const { attempts, ...seen } = runFact(state)
    const verdict = judged && judgeRun({ ...seen, attempts }, spec.loads, judged)
    yield { type: 'verdict', fact: verdict ?? { ...seen, state: 'stopped' } }
  } finally {
    end.abort()
  }
}

function takeSight(state: RunState, sight: RunSight): RunState {
  if (sight.from === 'blind') return sight.source === 'nodes' ? { ...state, nodes: undefined } : state
  if (sight.from === 'tick' || sight.from === 'remark') return state
  return foldRun(state, sight)
}

const sourceNames: Readonly<Record<WatchSource, string>> = {
  nodes: 'nodes',
  nodeConfigs: 'NodeModulesConfigs',
  workers: 'worker pods',
  pullPods: 'pull pods',
}

function* sightEvents(sight: RunSight): Iterable<RunEvent> {
  switch (sight.from) {
    case 'log':
      yield { type: 'log', line: sight.line }
      return
    case 'remark':
      yield { type: 'told', text: sight.text }
      return
    case 'blind':
      yield { type: 'told', text: `Cannot watch ${sourceNames[sight.source]}: ${sight.error.message}` }
      return
    case 'tick':
      return
    default:
      if (sight.event.type === 'stale') {
        const seconds = Math.ceil(sight.event.retryInMs / 1000)
        yield {
          type: 'told',
          text: `Lost sight of ${sourceNames[sight.from]} (${sight.event.error.message}); next try in ${seconds} s`,
        }
      }
  }
}

function* appliedEvents({ status, warnings }: Applied, spec: LoadSpec): Iterable<RunEvent> {
  yield { type: 'told', text: `${status === 201 ? 'Created' : 'Applied'} ${spec.namespace}/${spec.name}` }
  for (const warning of warnings) yield { type: 'told', text: `The server warns: ${warning}` }
}
