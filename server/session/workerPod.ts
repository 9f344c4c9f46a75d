import type { KubeObject } from '../cluster/cluster.ts'
import { at, listAt, numberAt, recordOf, stringAt } from './jsonRead.ts'

export interface ContainerState {
  readonly name: string
  readonly init: boolean
  /** identity of one run of the container; a restart brings a new one. Empty before the first start. */
  readonly containerId: string
  readonly restartCount: number
  readonly running: boolean
  /** reason it waits, such as `ContainerCreating` or `ImagePullBackOff` */
  readonly waiting: string | undefined
  readonly waitingMessage: string | undefined
  /** exit code of the run that ended last; a container that runs again after a crash keeps it */
  readonly exitCode: number | undefined
}

export interface PodState {
  readonly name: string
  readonly uid: string
  readonly node: string | undefined
  readonly phase: string
  readonly deleting: boolean
  /** `Load` or `Unload` for worker pods */
  readonly action: string | undefined
  readonly workerConfig: string | undefined
  readonly images: readonly string[]
  readonly containers: readonly ContainerState[]
}

const labelAction = 'kmm.node.kubernetes.io/worker-action'
const annotationConfig = 'kmm.node.kubernetes.io/worker-config'

/** Reads what following needs of a pod; missing fields read as a pod that nobody has started. */
export function podState(pod: KubeObject): PodState {
  return {
    name: pod.metadata.name,
    uid: pod.metadata.uid ?? '',
    node: stringAt(pod, 'spec', 'nodeName'),
    phase: stringAt(pod, 'status', 'phase') ?? 'Pending',
    deleting: pod.metadata.deletionTimestamp !== undefined,
    action: pod.metadata.labels?.[labelAction],
    workerConfig: pod.metadata.annotations?.[annotationConfig],
    images: [...listAt(pod, 'spec', 'initContainers'), ...listAt(pod, 'spec', 'containers')].flatMap(
      (container) => stringAt(container, 'image') ?? [],
    ),
    containers: [
      ...listAt(pod, 'status', 'initContainerStatuses').map((status) => containerState(status, true)),
      ...listAt(pod, 'status', 'containerStatuses').map((status) => containerState(status, false)),
    ],
  }
}

function containerState(status: unknown, init: boolean): ContainerState {
  const terminated = at(status, 'state', 'terminated') ?? at(status, 'lastState', 'terminated')
  return {
    name: stringAt(status, 'name') ?? '',
    init,
    containerId: stringAt(status, 'containerID') ?? stringAt(terminated, 'containerID') ?? '',
    restartCount: numberAt(status, 'restartCount') ?? 0,
    running: recordOf(at(status, 'state', 'running')) !== undefined,
    waiting: stringAt(status, 'state', 'waiting', 'reason'),
    waitingMessage: stringAt(status, 'state', 'waiting', 'message'),
    exitCode: numberAt(terminated, 'exitCode'),
  }
}

const imageReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
])

/** The container that waits because its image cannot be had, when there is one. */
export function imageTrouble(pod: PodState): ContainerState | undefined {
  return pod.containers.find((container) => container.waiting !== undefined && imageReasons.has(container.waiting))
}

/** The container whose present or last run ended with an error, when there is one. */
export function crashed(pod: PodState): ContainerState | undefined {
  return pod.containers.find((container) => container.exitCode !== undefined && container.exitCode !== 0)
}

/** How often a crashing container has failed: its restarts, and the run that has just ended. */
export function failures({ restartCount, waiting, running }: ContainerState): number {
  return restartCount + (waiting === undefined && !running ? 1 : 0)
}
