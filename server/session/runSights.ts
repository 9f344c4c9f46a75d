import type { Clock } from '../cluster/clock.ts'
import type { Cluster, KubeObject, NodeRow, WatchEvent } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import { resources } from '../cluster/resources.ts'
import { selectorKey } from '../core/kmm/clusterFacts.ts'
import { createEventQueue } from './eventQueue.ts'
import type { RunInput } from './foldRun.ts'
import type { LoadSpec } from './loadSpec.ts'
import { captureLogs, type LogCapture, type LogSight } from './runLogs.ts'
import { podState } from './workerPod.ts'

export type WatchSource = 'nodes' | 'nodeConfigs' | 'workers' | 'pullPods'

/** Whatever a run can see, in the order it came. */
export type RunSight =
  | RunInput
  | Extract<LogSight, { from: 'remark' }>
  | { readonly from: 'blind'; readonly source: WatchSource; readonly error: ClusterError }
  | { readonly from: 'tick' }

export interface RunSights extends AsyncIterable<RunSight> {
  /** resolves once every watch has shown the present or was refused; never rejects */
  readonly ready: Promise<void>
  /** Ends the watches, lets open logs run out for a moment, then ends the iteration. */
  finish(): void
}

export interface SightOptions {
  readonly signal: AbortSignal
  readonly clock: Clock
  /** false: logs of containers that ended before are an earlier run's, and not shown */
  readonly oldLogs: boolean
}

/** How long open logs may run on after the verdict. */
const logGraceMs = 2_000
const tickMs = 1_000

/**
 * Opens everything that tells how a Module fares: its nodes, their NodeModulesConfigs, its worker and pull pods, and
 * the logs of the workers (`reference/cluster.md` §4). Ends by `finish` or by the signal. A watch that is refused is a
 * sight, not an error.
 */
export function openSights(cluster: Cluster, spec: LoadSpec, { signal, clock, oldLogs }: SightOptions): RunSights {
  const queue = createEventQueue<RunSight>()
  const watching = new AbortController()
  const watchSignal = AbortSignal.any([signal, watching.signal])
  const logs = captureLogs({ cluster, namespace: spec.namespace, signal, clock }, (sight) => queue.push(sight))
  if (signal.aborted) queue.close()
  else signal.addEventListener('abort', () => queue.close(), { once: true })

  const pump = <T>(source: WatchSource, events: AsyncIterable<WatchEvent<T>>, take: (event: WatchEvent<T>) => void) =>
    new Promise<void>((shown) => {
      const run = async () => {
        for await (const event of events) {
          take(event)
          if (event.type === 'sync') shown()
        }
      }
      run().catch((error: unknown) => {
        if (error instanceof ClusterError) queue.push({ from: 'blind', source, error })
        else queue.fail(error)
        shown()
      })
    })

  const { namespace, name } = spec
  const objects = (labelSelector: string) => ({ labelSelector, signal: watchSignal })
  const pods = (labelSelector: string) => cluster.watch(resources.pods, { namespace, ...objects(labelSelector) })
  const ready = Promise.all([
    pump<NodeRow>('nodes', cluster.watchNodes(objects(selectorKey(spec.selector))), (event) =>
      queue.push({ from: 'nodes', event }),
    ),
    pump<KubeObject>(
      'nodeConfigs',
      cluster.watch(
        resources.nodeModulesConfigs,
        objects(`beta.kmm.node.kubernetes.io/${namespace}.${name}.module-configured`),
      ),
      (event) => queue.push({ from: 'nodeConfigs', event }),
    ),
    pump<KubeObject>('pullPods', pods(`kmm.node.kubernetes.io/image-owner=${name}`), (event) =>
      queue.push({ from: 'pullPods', event }),
    ),
    pump<KubeObject>(
      'workers',
      pods(`app.kubernetes.io/component=worker,kmm.node.kubernetes.io/module.name=${name}`),
      watchWorkers(logs, oldLogs, (event) => queue.push({ from: 'workers', event })),
    ),
  ]).then(() => undefined)
  const tick = async () => {
    while (!watchSignal.aborted) {
      await clock.delay(tickMs, watchSignal)
      queue.push({ from: 'tick' })
    }
  }
  void tick()

  return {
    ready,
    finish() {
      watching.abort()
      void Promise.race([logs.ended(), clock.delay(logGraceMs, signal)]).then(() => queue.close())
    },
    [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
  }
}

/** Logs start on the first sight of a container that has something to read: a worker lives for less than a second. */
function watchWorkers(logs: LogCapture, oldLogs: boolean, push: (event: WatchEvent<KubeObject>) => void) {
  let first = true
  return (event: WatchEvent<KubeObject>) => {
    push(event)
    if (event.type === 'sync') {
      for (const pod of event.items) logs.see(podState(pod), { skipEnded: first && !oldLogs })
      first = false
    } else if (event.type === 'added' || event.type === 'modified') logs.see(podState(event.item), { skipEnded: false })
  }
}
