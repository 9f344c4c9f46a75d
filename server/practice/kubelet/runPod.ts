import type { Cluster, KubeObject } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { parseWorkerConfig } from '../../core/kmm/workerConfig.ts'
import { seconds } from '../api/objectStore.ts'
import { listAt, mapAt, textAt } from '../json.ts'
import { componentLabel, imageOwnerLabel, workerActionLabel, workerConfigAnnotation } from '../operator/names.ts'
import type { ScenarioName } from '../scenario.ts'
import type { Delay } from '../workQueue.ts'
import { type ContainerMoment, type ContainerState, containerStatus, terminated, waiting } from './containerStatus.ts'
import type { LogStore } from './logStore.ts'
import { printWorkerStep, workerSteps } from './workerLog.ts'

/** What a kubelet needs to run pods. */
export interface PodRunner {
  readonly cluster: Cluster
  readonly logs: LogStore
  readonly delay: Delay
  readonly scenarioOf: (node: string) => ScenarioName
  /** whether a registry would not have this image now */
  readonly isMissing: (image: string) => boolean
}

/** How long things take, in ms: as in the recordings, where a person can follow them. */
const paces = {
  see: 100,
  pull: 300,
  extract: 210,
  start: 160,
  load: 400,
  fail: 300,
  restart: 500,
  backOffLimit: 8_000,
}

/** Runs a pod on its node until it has ended or the signal aborts (it is being deleted). */
export async function runPod(runner: PodRunner, pod: KubeObject, signal: AbortSignal): Promise<void> {
  await runner.delay(paces.see, signal)
  if (signal.aborted) return
  const run = { ...runner, pod, signal, node: textAt(pod, 'spec', 'nodeName') ?? '' }
  if (pod.metadata.labels?.[componentLabel] === 'worker') return runWorker(run)
  return runPuller(run, pod.metadata.labels?.[imageOwnerLabel] !== undefined)
}

interface Run extends PodRunner {
  readonly pod: KubeObject
  readonly node: string
  readonly signal: AbortSignal
}

/** A pull pod ends as soon as its image is there; any other pod goes on running. */
async function runPuller(run: Run, isPullPod: boolean): Promise<void> {
  const container = listAt(run.pod, 'spec', 'containers')[0]
  const image = textAt(container, 'image') ?? ''
  await tell(run, 'Pending', { main: { state: waiting('ContainerCreating') } })
  await run.delay(paces.pull, run.signal)
  for (let pauseMs = 600, first = true; run.isMissing(image) && !run.signal.aborted; first = false) {
    const state = first
      ? waiting('ErrImagePull', 'rpc error: code = NotFound desc = failed to pull and unpack image: not found')
      : backOff(image)
    if (pauseMs <= 1_200) await tell(run, 'Pending', { main: { state } })
    await run.delay(pauseMs, run.signal)
    pauseMs = Math.min(pauseMs * 2, 5_000)
  }
  if (run.signal.aborted) return
  const startedAt = new Date()
  if (!isPullPod) return tell(run, 'Running', { main: { state: { running: { startedAt: seconds(startedAt) } } } })
  run.logs.start(nameOf(run.pod), textAt(container, 'name') ?? '').end()
  await tell(run, 'Succeeded', { main: { state: { terminated: terminated(0, startedAt, new Date()) } } })
}

async function runWorker(run: Run): Promise<void> {
  const initializing = waiting('PodInitializing')
  await tell(run, 'Pending', { init: { state: initializing }, main: { state: initializing } })
  run.logs.wait(nameOf(run.pod), 'worker', 'PodInitializing')
  await run.delay(paces.extract, run.signal)
  const image = textAt(run.pod, 'spec', 'initContainers', 0, 'image') ?? ''
  // That KMM has found an image once does not keep it in the registry.
  while ((run.scenarioOf(run.node) === 'stuck-init' || run.isMissing(image)) && !run.signal.aborted) {
    run.logs.wait(nameOf(run.pod), 'image-extractor', 'ImagePullBackOff')
    await tell(run, 'Pending', { init: { state: backOff(image) }, main: { state: initializing } })
    await run.delay(5_000, run.signal)
  }
  if (run.signal.aborted) return
  run.logs.start(nameOf(run.pod), 'image-extractor').end()
  const extracted = { state: { terminated: terminated(0, new Date(), new Date()) } }
  await tell(run, 'Pending', { init: extracted, main: { state: initializing } })
  await run.delay(paces.start, run.signal)
  await runModprobe(run, extracted)
}

/** Starts the worker container until it succeeds, with growing pauses in between, as restartPolicy OnFailure wants. */
async function runModprobe(run: Run, init: ContainerMoment): Promise<void> {
  let lastState: ContainerMoment['lastState'] | undefined
  for (let restartCount = 0; !run.signal.aborted; restartCount += 1) {
    const moment = { restartCount, ...(lastState === undefined ? {} : { lastState }) }
    const startedAt = new Date()
    const log = run.logs.start(nameOf(run.pod), 'worker')
    await tell(run, 'Running', { init, main: { state: { running: { startedAt: seconds(startedAt) } }, ...moment } })
    const exitCode = await printWork(run, log.print)
    log.end()
    if (run.signal.aborted) return
    const end = terminated(exitCode, startedAt, new Date())
    if (exitCode === 0) return tell(run, 'Succeeded', { init, main: { state: { terminated: end }, ...moment } })
    lastState = { terminated: { ...end, containerID: containerIdOf(run.pod, restartCount) } }
    const pauseMs = Math.min(paces.restart * 2 ** restartCount, paces.backOffLimit)
    const told = `back-off ${Math.min(10 * 2 ** restartCount, 300)}s restarting failed container=worker`
    const crash = { state: waiting('CrashLoopBackOff', told), lastState, restartCount: restartCount + 1 }
    await tell(run, 'Running', { init, main: crash })
    await run.delay(pauseMs, run.signal)
  }
}

/** Prints what the worker says, spread over the time it takes, and gives its exit code. */
async function printWork(run: Run, print: (line: string, at: Date) => void): Promise<number> {
  const action = run.pod.metadata.labels?.[workerActionLabel] === 'Unload' ? 'Unload' : 'Load'
  const config = parseWorkerConfig(run.pod.metadata.annotations?.[workerConfigAnnotation] ?? '')
  const fails = action === 'Load' && run.scenarioOf(run.node) === 'modprobe-fails'
  const module = textAt(config, 'modprobe', 'moduleName') ?? ''
  const steps = workerSteps(config, action, fails ? `could not insert '${module}': Exec format error` : undefined)
  const pauseMs = (fails ? paces.fail : paces.load) / (steps.length + 1)
  for (const [at, step] of steps.entries()) {
    await run.delay(pauseMs, run.signal)
    if (run.signal.aborted) return 137
    const now = new Date()
    print(printWorkerStep(step, now, at), now)
  }
  await run.delay(pauseMs, run.signal)
  return fails ? 1 : 0
}

/** Tells the API server what a pod's containers do now. */
async function tell(
  { cluster, pod, signal }: Run,
  phase: string,
  { init, main }: { readonly init?: ContainerMoment; readonly main: ContainerMoment },
): Promise<void> {
  if (signal.aborted) return
  const { name, namespace = '' } = pod.metadata
  const of = (list: string) => listAt(pod, 'spec', list)[0]
  const id = containerIdOf(pod, main.restartCount ?? 0)
  const status = {
    phase,
    hostIP: '127.0.0.1',
    podIP: '10.1.0.9',
    podIPs: [{ ip: '10.1.0.9' }],
    startTime: textAt(pod, 'status', 'startTime') ?? pod.metadata.creationTimestamp ?? seconds(new Date()),
    ...(init === undefined
      ? {}
      : { initContainerStatuses: [containerStatus(of('initContainers'), init, `${id}-init`)] }),
    containerStatuses: [containerStatus(of('containers'), main, id)],
  }
  await cluster.patchStatus(resources.pods, name, { status }, { namespace })
}

/** Ends a pod that is being deleted: nobody knows how its containers ended. */
export function killedStatus(pod: KubeObject): object {
  const killed = { exitCode: 137, reason: 'ContainerStatusUnknown', message: 'The container could not be located' }
  const dead = (list: string) =>
    listAt(pod, 'status', list).map((status) => ({ ...mapAt(status), state: { terminated: killed }, ready: false }))
  const inits = dead('initContainerStatuses')
  return {
    phase: 'Failed',
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
    containerStatuses: dead('containerStatuses'),
  }
}

function backOff(image: string): ContainerState {
  return waiting('ImagePullBackOff', `Back-off pulling image ${JSON.stringify(image)}`)
}

function containerIdOf(pod: KubeObject, restartCount: number): string {
  return `containerd://${pod.metadata.uid ?? ''}-${restartCount}`
}

function nameOf({ metadata }: KubeObject): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name }
}
