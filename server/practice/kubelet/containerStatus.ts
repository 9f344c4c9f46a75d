import { seconds } from '../api/objectStore.ts'
import { textAt } from '../json.ts'

/** The state that a container is in, as `containerStatuses[].state` writes it. */
export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Terminated }

export interface Terminated {
  readonly exitCode: number
  readonly reason: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly containerID?: string
}

export interface ContainerMoment {
  readonly state: ContainerState
  readonly lastState?: { readonly terminated: Terminated }
  readonly restartCount?: number
}

/** One entry of `containerStatuses` or `initContainerStatuses`. */
export function containerStatus(container: unknown, moment: ContainerMoment, containerId: string): object {
  const { state, lastState = {}, restartCount = 0 } = moment
  const isRunning = 'running' in state
  const isDone = 'terminated' in state && state.terminated.exitCode === 0
  const hasRun = !('waiting' in state)
  return {
    name: textAt(container, 'name') ?? '',
    state,
    lastState,
    ready: isRunning || isDone,
    restartCount,
    image: textAt(container, 'image') ?? '',
    imageID: hasRun ? `sha256:${'0'.repeat(63)}1` : '',
    ...(hasRun ? { containerID: containerId } : {}),
    started: isRunning,
  }
}

export function waiting(reason: string, message?: string): ContainerState {
  return { waiting: message === undefined ? { reason } : { reason, message } }
}

export function terminated(exitCode: number, startedAt: Date, finishedAt: Date): Terminated {
  const reason = exitCode === 0 ? 'Completed' : 'Error'
  return { exitCode, reason, startedAt: seconds(startedAt), finishedAt: seconds(finishedAt) }
}
