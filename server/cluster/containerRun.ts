import type { KubeObject } from './cluster.ts'
import { ClusterError } from './clusterError.ts'
import { isRecord, type JsonRecord, listOf, numberOf, recordOf, textOf } from './json.ts'

/** How a container's process ended. */
export interface ContainerEnd {
  readonly exitCode: number | undefined
  readonly reason: string | undefined
}

/** What a container is doing. Its runs are counted by `restarts`: 0 is the first. */
export interface ContainerRun {
  readonly state: 'waiting' | 'running' | 'terminated'
  readonly restarts: number
  /** why it waits, such as `ContainerCreating` or `CrashLoopBackOff`; '' when it does not */
  readonly waitingFor: string
  /** set when it is terminated */
  readonly end: ContainerEnd | undefined
  /** the end of the run before */
  readonly previousEnd: ContainerEnd | undefined
  /** the kubelet will start it no more */
  readonly isFinal: boolean
}

/** Reads a container's state out of its pod; one that is not in the status yet is waiting. */
export function readContainerRun(pod: KubeObject, container: string): ContainerRun {
  const status = recordOf(pod.status)
  const isInit = find(status.initContainerStatuses, container) !== undefined
  const own =
    find(status.containerStatuses, container) ??
    find(status.initContainerStatuses, container) ??
    find(status.ephemeralContainerStatuses, container) ??
    {}
  const state = recordOf(own.state)
  const end = readEnd(state.terminated)
  const isPodOver = status.phase === 'Succeeded' || status.phase === 'Failed'
  return {
    state: end !== undefined ? 'terminated' : isRecord(state.running) ? 'running' : 'waiting',
    restarts: numberOf(own.restartCount) ?? 0,
    waitingFor: readWaiting(state.waiting, pod),
    end,
    previousEnd: readEnd(recordOf(own.lastState).terminated),
    isFinal: isPodOver || (end !== undefined && isLastRun(end, isInit, pod)),
  }
}

/** Throws ClusterError `invalid`, naming those there are, when the pod has no such container. */
export function checkContainer(pod: KubeObject, container: string): void {
  const spec = recordOf(pod.spec)
  const names = [spec.initContainers, spec.containers, spec.ephemeralContainers]
    .flatMap(listOf)
    .flatMap((item) => textOf(recordOf(item).name) ?? [])
  if (names.includes(container)) return
  const message = `pod \`${pod.metadata.name}\` has no container \`${container}\`; it has \`${names.join('`, `')}\``
  throw new ClusterError('invalid', message)
}

function isLastRun(end: ContainerEnd, isInit: boolean, pod: KubeObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return true
  const policy = textOf(recordOf(pod.spec).restartPolicy) ?? 'Always'
  if (policy === 'Never') return true
  // An init container that succeeded is done, even where the others run for ever.
  return end.exitCode === 0 && (isInit || policy === 'OnFailure')
}

function readWaiting(waiting: unknown, pod: KubeObject): string {
  if (isRecord(waiting)) return textOf(waiting.reason) ?? 'waiting'
  const conditions = listOf(recordOf(pod.status).conditions).map(recordOf)
  const scheduled = conditions.find((condition) => condition.type === 'PodScheduled')
  return scheduled?.status === 'False' ? (textOf(scheduled.reason) ?? 'Unscheduled') : ''
}

function readEnd(terminated: unknown): ContainerEnd | undefined {
  if (!isRecord(terminated)) return undefined
  return { exitCode: numberOf(terminated.exitCode), reason: textOf(terminated.reason) }
}

function find(statuses: unknown, container: string): JsonRecord | undefined {
  return listOf(statuses)
    .map(recordOf)
    .find((status) => status.name === container)
}
