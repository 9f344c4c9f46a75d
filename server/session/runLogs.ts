import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { ContainerState, PodState } from './workerPod.ts'

/** One line of a driver pod's log. */
export interface LogLine {
  readonly node: string
  readonly pod: string
  readonly container: string
  readonly containerId: string
  readonly text: string
}

export type LogSight =
  | { readonly from: 'log'; readonly line: LogLine }
  /** something about a log that is not of it: a restart, a gap, an end without lines */
  | { readonly from: 'remark'; readonly text: string }

export interface LogCapture {
  /** Starts reading every container run of the pod that has something to read and is not read yet. */
  see(pod: PodState, options: { readonly skipEnded: boolean }): void
  /** resolves when no log is open */
  ended(): Promise<void>
}
