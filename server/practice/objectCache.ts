import type { Cluster, KubeObject, Resource, SelectOptions } from '../cluster/cluster.ts'

/** A resource's objects as last heard of: by its watch, and by the answers to our own writes. */
export interface ObjectCache {
  get(namespace: string | undefined, name: string): KubeObject | undefined
  all(): readonly KubeObject[]
  /** Takes an answer to a write over at once, so that the next decision does not rest on what was before. */
  observe(object: KubeObject): void
  /** resolves when the first list is in */
  readonly synced: Promise<void>
}

export interface FollowOptions extends SelectOptions {
  readonly signal: AbortSignal
  /** `now` is undefined when the object is gone */
  readonly onChange: (now: KubeObject | undefined, before: KubeObject | undefined) => void
  /** the watch has ended for good: refused, or not served */
  readonly onError: (error: unknown) => void
}

const rememberedGone = 1_000

/** Watches a resource into a cache until the signal aborts. */
export function followObjects(cluster: Cluster, resource: Resource, options: FollowOptions): ObjectCache {
  const { onChange, onError, ...select } = options
  const objects = new Map<string, KubeObject>()
  // The answer to a write may come after the news that its object is gone.
  const gone = new Set<string>()
  const first = Promise.withResolvers<void>()

  const put = (object: KubeObject) => {
    const before = objects.get(keyOf(object))
    if (gone.has(object.metadata.uid ?? '')) return
    if (before !== undefined && versionOf(before) >= versionOf(object)) return
    objects.set(keyOf(object), object)
    onChange(object, before)
  }
  const drop = (object: KubeObject) => {
    const before = objects.get(keyOf(object))
    // A younger object of the same name is another one.
    if (before === undefined || before.metadata.uid !== object.metadata.uid) return
    objects.delete(keyOf(object))
    gone.add(before.metadata.uid ?? '')
    if (gone.size > rememberedGone) for (const uid of [...gone].slice(0, rememberedGone / 2)) gone.delete(uid)
    onChange(undefined, before)
  }
  const follow = async () => {
    for await (const event of cluster.watch(resource, select)) {
      if (event.type === 'sync') {
        const present = new Set(event.items.map(keyOf))
        for (const object of event.items) put(object)
        for (const object of [...objects.values()]) if (!present.has(keyOf(object))) drop(object)
        first.resolve()
      } else if (event.type === 'deleted') drop(event.item)
      else if (event.type === 'added' || event.type === 'modified') put(event.item)
    }
  }
  follow().catch((error: unknown) => {
    first.resolve()
    onError(error)
  })
  return {
    get: (namespace, name) => objects.get(`${namespace ?? ''}/${name}`),
    all: () => [...objects.values()],
    observe: put,
    synced: first.promise,
  }
}

/** `namespace/name`; cluster-scoped objects have nothing before the slash. */
export function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? 0)
}
