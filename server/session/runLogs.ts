import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import { followLog, type LogEvent } from '../cluster/followLog.ts'
import type { ContainerState, PodState } from './workerPod.ts'

/** One line of a driver pod's log. */
export interface LogLine {
  readonly node: string
  readonly pod: string
  readonly container: string
  /** names one run of the container: a restart brings another */
  readonly containerId: string
  readonly text: string
}

export type LogSight =
  | { readonly from: 'log'; readonly line: LogLine }
  /** something about a log that is not of it: a restart, a gap, an end without lines */
  | { readonly from: 'remark'; readonly text: string }

export interface LogCapture {
  /** Starts reading every container of the pod that has something to read and is not read yet. */
  see(pod: PodState, options: { readonly skipEnded: boolean }): void
  /** resolves when no log is open */
  ended(): Promise<void>
}

export interface CaptureOptions {
  readonly cluster: Cluster
  readonly namespace: string
  readonly signal: AbortSignal
  readonly clock: Clock
}

/** Reads the logs of pods while they live, each container from its first line on, and hands lines over as they come. */
export function captureLogs(options: CaptureOptions, push: (sight: LogSight) => void): LogCapture {
  const open = new Map<string, Promise<void>>()
  /** containers whose present run is an earlier story, by the run that is passed over */
  const skipped = new Map<string, string>()

  const start = (pod: PodState, container: ContainerState) => {
    const source: LogSource = { node: pod.node ?? pod.name, pod: pod.name, uid: pod.uid, container: container.name }
    return readLog(options, source, push).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      const cancelled = error instanceof ClusterError && error.kind === 'cancelled'
      if (!cancelled) push({ from: 'remark', text: `The log of ${pod.name}/${container.name} cannot be read: ${why}` })
    })
  }
  return {
    see(pod, { skipEnded }) {
      for (const container of pod.containers) {
        const key = `${pod.uid}/${container.name}`
        const readable = container.running || container.exitCode !== undefined
        if (!readable || open.has(key)) continue
        if (skipEnded && !container.running) skipped.set(key, container.containerId)
        if (skipped.get(key) === container.containerId) continue
        open.set(key, start(pod, container))
      }
    },
    async ended() {
      await Promise.all(open.values())
    },
  }
}

interface LogSource {
  readonly node: string
  readonly pod: string
  readonly uid: string
  readonly container: string
}

async function readLog(
  { cluster, namespace, signal, clock }: CaptureOptions,
  source: LogSource,
  push: (sight: LogSight) => void,
): Promise<void> {
  const { node, pod, uid, container } = source
  let run = 0
  const where = `[${node}/${container}]`
  for await (const event of followLog(cluster, { namespace, pod, container, uid, signal, clock })) {
    if (event.type === 'line') {
      push({ from: 'log', line: { node, pod, container, containerId: `${uid}/${run}`, text: event.text } })
      continue
    }
    if (event.type === 'ended') run += 1
    const text = remark(event)
    if (text !== undefined) push({ from: 'remark', text: `${where} ${text}` })
  }
}

function remark(event: Exclude<LogEvent, { type: 'line' }>): string | undefined {
  switch (event.type) {
    case 'ended':
      if (event.exitCode === 0 || event.exitCode === undefined) return undefined
      return `ended with exit code ${event.exitCode}${event.willRestart ? ', will be started again' : ''}`
    case 'dropped':
      return `log interrupted, goes on in ${Math.ceil(event.retryInMs / 1000)} s`
    case 'gone':
      return event.wasRead ? undefined : 'finished before its log could be read'
    case 'waiting':
      return undefined
  }
}
