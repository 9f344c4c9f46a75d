import type { Cluster, KubeObject, Resource } from '../cluster/cluster.ts'
import { resources } from '../cluster/resources.ts'
import { followObjects, keyOf, type ObjectCache } from './objectCache.ts'
import { createWorkQueue } from './workQueue.ts'

const collected: readonly Resource[] = [
  resources.modules,
  resources.moduleImagesConfigs,
  resources.moduleBuildSignConfigs,
  resources.nodeModulesConfigs,
  resources.nodes,
  resources.pods,
]

export interface GarbageCollector {
  readonly ready: Promise<void>
  stop(): void
}

/**
 * Deletes what has lost its owner, as the controller manager of a real cluster does, through the API only. It knows
 * the kinds that KMM's objects own each other by.
 */
export function startGarbageCollector(
  cluster: Cluster,
  onError: (error: unknown) => void = () => {},
): GarbageCollector {
  const stopping = new AbortController()
  const { signal } = stopping
  const caches = new Map<Resource, ObjectCache>()
  const queue = createWorkQueue(
    async (uid) => {
      for (const [resource, cache] of caches) {
        for (const object of cache.all().filter((one) => isOwnedBy(one, uid))) {
          const { name, namespace } = object.metadata
          if (object.metadata.deletionTimestamp !== undefined) continue
          await cluster.delete(resource, name, namespace === undefined ? {} : { namespace })
        }
      }
    },
    { signal, onError },
  )
  for (const resource of collected) {
    const onChange = (now: KubeObject | undefined, before: KubeObject | undefined) => {
      if (now === undefined && before !== undefined) queue.enqueue(before.metadata.uid ?? keyOf(before))
    }
    caches.set(resource, followObjects(cluster, resource, { signal, onChange, onError }))
  }
  const ready = Promise.all([...caches.values()].map((cache) => cache.synced)).then(() => {})
  return { ready, stop: () => stopping.abort() }
}

function isOwnedBy(object: KubeObject, uid: string): boolean {
  return (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid)
}
