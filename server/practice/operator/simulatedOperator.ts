import type { Cluster, KubeObject, Resource } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { jsonEqual, textAt, valueAt } from '../json.ts'
import { followObjects, keyOf, type ObjectCache } from '../objectCache.ts'
import { createWorkQueue } from '../workQueue.ts'
import type { OperatorCaches } from './caches.ts'
import { componentLabel, imageOwnerLabel, type ModuleName } from './names.ts'
import { reconcileImages } from './reconcileImages.ts'
import { reconcileModule } from './reconcileModule.ts'
import { reconcileNode } from './reconcileNode.ts'

export interface OperatorOptions {
  readonly cluster: Cluster
  /** what the real operator would write into its log */
  readonly onError?: (error: unknown) => void
}

export interface SimulatedOperator {
  /** resolves when the operator knows all there is */
  readonly ready: Promise<void>
  stop(): void
}

/**
 * KMM's operator, as far as loading and unloading goes: it acts through the API only, on the practice cluster as on a
 * real one, and makes the objects that the real operator (main, July 2026) makes.
 */
export function startOperator({ cluster, onError = () => {} }: OperatorOptions): SimulatedOperator {
  const stopping = new AbortController()
  const { signal } = stopping
  const work = { signal, onError }
  const modules = createWorkQueue((key) => reconcileModule(cluster, caches, nameOf(key)), work)
  const images = createWorkQueue((key) => reconcileImages(cluster, caches, nameOf(key)), work)
  const nodes = createWorkQueue((key) => reconcileNode(cluster, caches, nameOf(key).name), work)
  const everyModule = () => {
    for (const module of caches.modules.all()) modules.enqueue(keyOf(module))
  }
  const follow = (
    resource: Resource,
    onChange: (now: KubeObject | undefined, before: KubeObject | undefined) => void,
  ) => followObjects(cluster, resource, { signal, onChange, onError })

  const caches: OperatorCaches = {
    modules: follow(resources.modules, (now, before) => {
      // Finalizers and status are our own doing.
      if (now !== undefined && !sameWish(now, before)) modules.enqueue(keyOf(now))
      if (now === undefined) everyModule()
    }),
    images: follow(resources.moduleImagesConfigs, (now, before) => {
      const key = keyOf(now ?? before ?? nothing)
      images.enqueue(key)
      modules.enqueue(key)
    }),
    nodeModules: follow(resources.nodeModulesConfigs, (now, before) => {
      nodes.enqueue(keyOf(now ?? before ?? nothing))
      everyModule()
    }),
    nodes: follow(resources.nodes, (now, before) => {
      nodes.enqueue(keyOf(now ?? before ?? nothing))
      if (!sameTarget(now, before)) everyModule()
    }),
    pods: follow(resources.pods, (now, before) => {
      const pod = now ?? before ?? nothing
      const owner = pod.metadata.labels?.[imageOwnerLabel]
      if (owner !== undefined) images.enqueue(`${pod.metadata.namespace ?? ''}/${owner}`)
      const node = textAt(pod, 'spec', 'nodeName')
      if (pod.metadata.labels?.[componentLabel] === 'worker' && node !== undefined) nodes.enqueue(`/${node}`)
    }),
  }
  const all: readonly ObjectCache[] = [caches.modules, caches.images, caches.nodeModules, caches.nodes, caches.pods]
  const ready = Promise.all(all.map((cache) => cache.synced)).then(() => everyModule())
  return { ready, stop: () => stopping.abort() }
}

const nothing: KubeObject = { apiVersion: '', kind: '', metadata: { name: '' } }

function nameOf(key: string): ModuleName {
  const at = key.indexOf('/')
  return { namespace: key.slice(0, at), name: key.slice(at + 1) }
}

function sameWish(now: KubeObject, before: KubeObject | undefined): boolean {
  const isEqual = (...path: string[]) => jsonEqual(valueAt(now, ...path), valueAt(before, ...path))
  return before !== undefined && isEqual('metadata', 'generation') && isEqual('metadata', 'deletionTimestamp')
}

/** Labels, taints and the kernel decide what a node is to run; its heartbeats do not. */
function sameTarget(now: KubeObject | undefined, before: KubeObject | undefined): boolean {
  const isEqual = (...path: string[]) => jsonEqual(valueAt(now, ...path), valueAt(before, ...path))
  return isEqual('metadata', 'labels') && isEqual('spec', 'taints') && isEqual('status', 'nodeInfo', 'kernelVersion')
}
