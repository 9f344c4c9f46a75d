import type { Cluster, KubeObject } from '../../cluster/cluster.ts'
import { ClusterError } from '../../cluster/clusterError.ts'
import { resources } from '../../cluster/resources.ts'
import { parseWorkerConfig } from '../../core/kmm/workerConfig.ts'
import { compact, isJsonObject, type JsonObject, jsonEqual, listAt, numberAt, textAt, valueAt } from '../json.ts'
import type { OperatorCaches } from './caches.ts'
import { labelNode } from './labelNode.ts'
import {
  componentLabel,
  inUseLabel,
  type ModuleName,
  moduleNameLabel,
  moduleOfLabel,
  podFinalizer,
  workerActionLabel,
  workerConfigAnnotation,
  workerTolerationsAnnotation,
  workerVersionAnnotation,
} from './names.ts'
import { entriesOf, entryFor, isOf, moduleNameOf, withEntry } from './nodeModules.ts'
import { hasHashOf, type WorkerAction, workerPod } from './workerPod.ts'

/**
 * One pass over a node's NodeModulesConfig: results of finished worker pods into its status, worker pods for what is
 * still to be done, labels and Events (`nmcReconciler.Reconcile`, main). Throws `ClusterError`.
 */
export async function reconcileNode(cluster: Cluster, caches: OperatorCaches, name: string): Promise<void> {
  const config = caches.nodeModules.get(undefined, name)
  const node = caches.nodes.get(undefined, name)
  if (config === undefined || node === undefined) return
  const pass: Pass = { cluster, caches, config, node, pods: caches.pods.all().filter((pod) => isWorkerOn(pod, name)) }
  const synced = await takeResults(pass)
  const next = { ...pass, config: synced }
  for (const entry of entriesOf(synced, 'spec')) await serveEntry(next, entry)
  for (const entry of entriesOf(synced, 'status')) await releaseEntry(next, entry)
  await removeOrphans(next)
  await labelNode(cluster, caches, await unlabelUnused(next), node)
}

interface Pass {
  readonly cluster: Cluster
  readonly caches: OperatorCaches
  readonly config: KubeObject
  readonly node: KubeObject
  readonly pods: readonly KubeObject[]
}

function isWorkerOn(pod: KubeObject, node: string): boolean {
  return pod.metadata.labels?.[componentLabel] === 'worker' && textAt(pod, 'spec', 'nodeName') === node
}

async function takeResults({ cluster, caches, config, node, pods }: Pass): Promise<KubeObject> {
  const ended = pods.filter((pod) => ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? ''))
  let synced = config
  for (const pod of ended) {
    if (textAt(pod, 'status', 'phase') === 'Succeeded' && holds(pod)) {
      const modules = entriesAfter(entriesOf(synced, 'status'), pod, node)
      if (!jsonEqual(modules, entriesOf(synced, 'status'))) {
        synced = await cluster.patchStatus(resources.nodeModulesConfigs, config.metadata.name, { status: { modules } })
        caches.nodeModules.observe(synced)
      }
    }
    await removePod(cluster, caches, pod)
  }
  return synced
}

/** The status entries once a worker pod has succeeded: what it loaded is what it was made for. */
function entriesAfter(entries: readonly JsonObject[], pod: KubeObject, node: KubeObject): readonly JsonObject[] {
  const module = moduleOfPod(pod)
  if (actionOf(pod) === 'Unload') return entries.filter((entry) => !isOf(entry, module))
  const secret = textAt(pod, 'spec', 'imagePullSecrets', 0, 'name')
  const annotations = pod.metadata.annotations ?? {}
  const entry = compact({
    bootId: textAt(node, 'status', 'nodeInfo', 'bootID'),
    config: parseWorkerConfig(annotations[workerConfigAnnotation] ?? ''),
    imageRepoSecret: secret === undefined ? undefined : { name: secret },
    name: module.name,
    namespace: module.namespace,
    serviceAccountName: textAt(pod, 'spec', 'serviceAccountName'),
    tolerations: parseWorkerConfig(annotations[workerTolerationsAnnotation] ?? ''),
    version: annotations[workerVersionAnnotation],
  })
  return isJsonObject(entry) ? withEntry(entries, entry) : entries
}

/** What the spec wants: load what is not loaded, unload first what is loaded otherwise on the same kernel. */
async function serveEntry(pass: Pass, entry: JsonObject): Promise<void> {
  const module = moduleNameOf(entry)
  const pod = pass.pods.find((one) => isPodOf(one, module))
  if (pod !== undefined) {
    // A loader is left alone until its worker has failed once, however wrong it is by now.
    const isReplaceable = actionOf(pod) === 'Load' && holds(pod) && restartsOf(pod) > 0
    if (isReplaceable && !hasHashOf(pod, workerPod(pass.config, entry, 'Load'))) {
      await removePod(pass.cluster, pass.caches, pod)
    }
    return
  }
  const loaded = entryFor(entriesOf(pass.config, 'status'), module)
  if (loaded === undefined) return createWorker(pass, entry, 'Load')
  if (!jsonEqual(loaded.config, entry.config)) {
    const sameKernel = kernelOf(loaded) === kernelOf(entry)
    return sameKernel ? createWorker(pass, loaded, 'Unload') : createWorker(pass, entry, 'Load')
  }
  const booted = textAt(pass.node, 'status', 'nodeInfo', 'bootID')
  if (loaded.bootId !== booted && isReady(pass.node)) await createWorker(pass, entry, 'Load')
}

/** What is loaded and no longer wanted is unloaded. */
async function releaseEntry(pass: Pass, loaded: JsonObject): Promise<void> {
  const module = moduleNameOf(loaded)
  if (entryFor(entriesOf(pass.config, 'spec'), module) !== undefined) return
  const pod = pass.pods.find((one) => isPodOf(one, module))
  if (pod === undefined) return createWorker(pass, loaded, 'Unload')
  if (actionOf(pod) === 'Load' && holds(pod)) await removePod(pass.cluster, pass.caches, pod)
}

/** Loaders of Modules that are neither wanted nor loaded. */
async function removeOrphans({ cluster, caches, config, pods }: Pass): Promise<void> {
  const known = [...entriesOf(config, 'spec'), ...entriesOf(config, 'status')]
  for (const pod of pods) {
    const isOrphan = entryFor(known, moduleOfPod(pod)) === undefined && holds(pod)
    const isOver = ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '')
    if (isOrphan && !isOver) await removePod(cluster, caches, pod)
  }
}

/** The in-use label goes when a Module is neither wanted nor loaded on the node. */
async function unlabelUnused({ cluster, caches, config }: Pass): Promise<KubeObject> {
  const known = [...entriesOf(config, 'spec'), ...entriesOf(config, 'status')]
  const unused = Object.keys(config.metadata.labels ?? {}).filter((label) => {
    const module = moduleOfLabel(label)
    return module !== undefined && label === inUseLabel(module) && entryFor(known, module) === undefined
  })
  if (unused.length === 0) return config
  const labels = Object.fromEntries(unused.map((label) => [label, null]))
  const freed = await cluster.patch(resources.nodeModulesConfigs, config.metadata.name, { metadata: { labels } })
  caches.nodeModules.observe(freed)
  return freed
}

async function createWorker({ cluster, caches, config }: Pass, entry: JsonObject, action: WorkerAction): Promise<void> {
  const { namespace } = moduleNameOf(entry)
  const pod = workerPod(config, entry, action)
  caches.pods.observe(await cluster.create(resources.pods, pod, { namespace }))
}

/** Lets go of a pod and deletes it; it may be gone already. */
async function removePod(cluster: Cluster, caches: OperatorCaches, pod: KubeObject): Promise<void> {
  const { name, namespace = '', finalizers = [] } = pod.metadata
  try {
    if (finalizers.includes(podFinalizer)) {
      const left = finalizers.filter((finalizer) => finalizer !== podFinalizer)
      const freed = await cluster.patch(resources.pods, name, { metadata: { finalizers: left } }, { namespace })
      caches.pods.observe(freed)
    }
    if (pod.metadata.deletionTimestamp === undefined) await cluster.delete(resources.pods, name, { namespace })
  } catch (error) {
    if (!(error instanceof ClusterError) || error.kind !== 'notFound') throw error
  }
}

function isPodOf(pod: KubeObject, { namespace, name }: ModuleName): boolean {
  return pod.metadata.namespace === namespace && pod.metadata.labels?.[moduleNameLabel] === name
}

function moduleOfPod({ metadata }: KubeObject): ModuleName {
  return { namespace: metadata.namespace ?? '', name: metadata.labels?.[moduleNameLabel] ?? '' }
}

function actionOf(pod: KubeObject): string | undefined {
  return pod.metadata.labels?.[workerActionLabel]
}

function holds(pod: KubeObject): boolean {
  return (pod.metadata.finalizers ?? []).includes(podFinalizer)
}

function restartsOf(pod: KubeObject): number {
  const worker = listAt(pod, 'status', 'containerStatuses').find((status) => textAt(status, 'name') === 'worker')
  return numberAt(worker, 'restartCount') ?? 0
}

function kernelOf(entry: JsonObject): string | undefined {
  return textAt(entry, 'config', 'kernelVersion')
}

function isReady(node: KubeObject): boolean {
  const ready = listAt(node, 'status', 'conditions').find((condition) => valueAt(condition, 'type') === 'Ready')
  return textAt(ready, 'status') === 'True'
}
