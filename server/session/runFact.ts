import type { KubeObject } from '../cluster/cluster.ts'
import type { ModuleRunFact, NodePhase, NodeRunFact, RunFailure } from '../core/kmm/clusterFacts.ts'
import { type LoadFailure, loadFailure } from '../core/kmm/loadFailure.ts'
import { parseWorkerConfig } from '../core/kmm/workerConfig.ts'
import { failuresKey, linesKey, type RunState } from './foldRun.ts'
import { at, listAt, sameJson, stringAt } from './jsonRead.ts'
import { configMatches, type LoadSpec, type NodeTarget, nodeTarget } from './loadSpec.ts'
import { type ContainerState, crashed, failures, imageTrouble, type PodState, podState } from './workerPod.ts'

interface NodeResult {
  readonly node: NodeRunFact
  readonly failure?: NodeFailure
}

interface NodeFailure {
  readonly id: RunFailure['id']
  readonly field: string
  readonly message: string
  readonly advice: string
  readonly logLine?: string
  /** how often it has failed this way since the run began: a crash counts its restarts */
  readonly attempts: number
}

/** How the nodes stand, and how often the least tried of the failing ones has failed. */
export type RunProgress = Omit<ModuleRunFact, 'state'> & { readonly attempts: number }

/** What a run came to so far, for every targeted node, with the failures grouped by cause. */
export function runFact(state: RunState): RunProgress {
  const results = targets(state).map(([name, target]) => nodeResult(state, name, target))
  const failing = results.filter((result) => result.failure !== undefined)
  return {
    namespace: state.spec.namespace,
    name: state.spec.name,
    nodes: results.map((result) => result.node),
    failures: groupFailures(failing),
    attempts: Math.min(...failing.map((result) => result.failure?.attempts ?? 0)),
  }
}

/** The nodes that should get the module: selected with a mapping for their kernel, or, unlisted, those KMM has chosen. */
function targets(state: RunState): readonly (readonly [string, NodeTarget])[] {
  const kernels =
    state.nodes === undefined
      ? [...state.nodeConfigs].map(
          ([name, config]) =>
            [name, stringAt(moduleEntry(config, 'spec', state.spec), 'config', 'kernelVersion') ?? ''] as const,
        )
      : [...state.nodes].map(([name, row]) => [name, row.kernel] as const)
  return kernels.flatMap(([name, kernel]) => {
    const target = nodeTarget(state.spec, kernel)
    return target === undefined ? [] : [[name, target] as const]
  })
}

function nodeResult(state: RunState, name: string, target: NodeTarget): NodeResult {
  const { spec } = state
  const config = state.nodeConfigs.get(name)
  const wanted = config && moduleEntry(config, 'spec', spec)
  const done = (phase: NodePhase, detail?: string): NodeResult => ({
    node: { node: name, kernel: target.kernel, phase, ...(detail === undefined ? {} : { detail }) },
  })
  if (wanted === undefined) return imageResult(state, name, target) ?? done('waiting')
  // Until KMM has taken the new spec up, pods and status speak of the old one.
  if (!configMatches(at(wanted, 'config'), spec, target)) return imageResult(state, name, target) ?? done('waiting')
  const status = config && moduleEntry(config, 'status', spec)
  const worker = workerOn(state, name)
  if (sameJson(at(status, 'config'), at(wanted, 'config')) && worker === undefined) return done('loaded')
  if (worker === undefined) return done(hasLoaded(state, name, at(wanted, 'config')) ? 'loaded' : 'pending')
  if (worker.action === 'Unload') return workerFailure(state, name, target, worker) ?? done('unloading')
  // KMM replaces a worker of the old configuration only once its container has run (kmm.md §0, fact 9).
  const madeFor = worker.workerConfig === undefined ? undefined : parseWorkerConfig(worker.workerConfig)
  if (madeFor !== undefined && !sameJson(madeFor, at(wanted, 'config'))) {
    return done('pending', `pod \`${worker.name}\` of the previous configuration is still there`)
  }
  if (worker.phase === 'Succeeded') return done('loaded')
  return workerFailure(state, name, target, worker) ?? done(worker.phase === 'Running' ? 'loading' : 'pending')
}

function workerFailure(state: RunState, name: string, target: NodeTarget, worker: PodState): NodeResult | undefined {
  const pulling = imageTrouble(worker)
  if (pulling !== undefined) return pullFailure(name, target, pulling)
  const container = crashed(worker)
  if (container === undefined) return undefined
  const seen = state.lines.get(linesKey(worker.name, container.name))
  const failed = [seen?.lines, seen?.previous].find((lines) => lines !== undefined && loadFailure(lines) !== undefined)
  const lines = failed ?? []
  const failure = loadFailure(lines)
  const message =
    failure === undefined
      ? `\`${container.name}\` ended with exit code ${container.exitCode}`
      : `${failure.said} (${failure.cause})`
  const logLine = failure && lines[failure.lineIndex]
  return {
    node: { node: name, kernel: target.kernel, phase: 'failing', detail: failure?.said ?? message },
    failure: {
      id: failure?.id ?? 'kmm/run-failed',
      field: fieldPath(failure, target),
      message,
      advice: failure?.advice ?? 'Read the log of the pod',
      ...(logLine === undefined ? {} : { logLine }),
      attempts: failures(container) - (state.failedBefore?.get(failuresKey(worker, container)) ?? 0),
    },
  }
}

/** Before a node gets its worker, KMM's pull pods prove that its image exists. */
function imageResult(state: RunState, name: string, target: NodeTarget): NodeResult | undefined {
  const pods = [...state.pullPods.values()]
    .map(podState)
    .filter((pod) => pod.images.includes(target.image) && !pod.deleting)
  const trouble = pods.map(imageTrouble).find((container) => container !== undefined)
  if (trouble !== undefined) return pullFailure(name, target, trouble)
  const kernel = target.kernel
  if (state.foundImages.has(target.image))
    return { node: { node: name, kernel, phase: 'pending', detail: 'the image is there' } }
  if (pods.length === 0) return undefined
  return { node: { node: name, kernel: target.kernel, phase: 'image', detail: `pulling ${target.image}` } }
}

function pullFailure(name: string, target: NodeTarget, container: ContainerState): NodeResult {
  const said = container.waitingMessage ?? container.waiting ?? ''
  return {
    node: { node: name, kernel: target.kernel, phase: 'failing', detail: `${container.waiting}: ${target.image}` },
    failure: {
      id: 'kmm/run-image-pull',
      field: mappingField(target, 'containerImage'),
      message: `the image \`${target.image}\` cannot be pulled (${said})`,
      advice: 'Check that the tag exists in the registry and that `imageRepoSecret` may read it',
      attempts: container.waiting === 'ImagePullBackOff' ? 1 : 0,
    },
  }
}

function hasLoaded(state: RunState, node: string, wanted: unknown): boolean {
  const loaded = state.loadedConfigs.get(node)
  return loaded !== undefined && sameJson(parseWorkerConfig(loaded), wanted)
}

function workerOn(state: RunState, node: string): PodState | undefined {
  const pods = [...state.workers.values()].map(podState).filter((pod) => pod.node === node)
  return pods.find((pod) => !pod.deleting) ?? pods[0]
}

function moduleEntry(config: KubeObject, part: 'spec' | 'status', spec: LoadSpec): unknown {
  return listAt(config, part, 'modules').find(
    (entry) => stringAt(entry, 'name') === spec.name && stringAt(entry, 'namespace') === spec.namespace,
  )
}

const container = 'spec.moduleLoader.container'

function mappingField(target: NodeTarget, key: string): string {
  return `${container}.kernelMappings[${target.mappingIndex}].${key}`
}

function fieldPath(failure: LoadFailure | undefined, target: NodeTarget): string {
  if (failure?.field === 'containerImage') return mappingField(target, 'containerImage')
  if (failure?.field === 'inTree') return `${container}.inTreeModulesToRemove`
  return `${container}.${failure?.field ?? 'modprobe'}`
}

function groupFailures(results: readonly NodeResult[]): readonly RunFailure[] {
  const groups = new Map<string, RunFailure>()
  for (const { node, failure } of results) {
    if (failure === undefined) continue
    const key = `${failure.id} ${failure.field} ${failure.message}`
    const nodes = [...(groups.get(key)?.nodes ?? []), node.node]
    const { attempts: _, ...told } = failure
    groups.set(key, { ...told, nodes })
  }
  return [...groups.values()]
}
