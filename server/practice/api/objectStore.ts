import { randomUUID } from 'node:crypto'
import type { KubeObject, ObjectMeta, Resource } from '../../cluster/cluster.ts'
import { jsonEqual, numberAt, textAt } from '../json.ts'
import { ApiError, conflict, notFound, qualified } from './apiError.ts'
import { kmmGroup } from './apiResources.ts'

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly version: number
  readonly plural: string
  readonly object: KubeObject
  /** the object as it was before, for watches whose selector it enters or leaves */
  readonly before: KubeObject | undefined
}

/** Objects with resource versions, and the events that lead from one version to the next. */
export interface ObjectStore {
  readonly version: () => number
  get(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined
  /** By namespace and name; all namespaces when none is given. */
  list(resource: Resource, namespace: string | undefined): readonly KubeObject[]
  /** Throws 409 AlreadyExists. Gives uid, creation time and resource version. */
  create(resource: Resource, object: KubeObject): KubeObject
  /** Stores a changed object; an equal one makes no event. Deletes it when it is being deleted and nothing holds it. */
  update(resource: Resource, object: KubeObject): KubeObject
  /** Deletes, or marks as being deleted while finalizers or a pod's grace period hold it. Throws 404. */
  remove(resource: Resource, namespace: string | undefined, name: string, graceSeconds?: number): KubeObject
  /** Events of a resource after a version; `undefined` when the history no longer reaches back that far. */
  eventsSince(plural: string, version: number): readonly StoreEvent[] | undefined
  onEvent(listener: (event: StoreEvent) => void): () => void
  /** Forgets the history, so that every older resource version is expired. */
  forgetHistory(): void
}

export interface StoreOptions {
  /** events kept for watches that resume */
  readonly historyLimit?: number
  readonly now?: () => Date
}

/** An empty store. Objects put into it must not be changed by their givers. */
export function createObjectStore({ historyLimit = 5_000, now = () => new Date() }: StoreOptions = {}): ObjectStore {
  const objects = new Map<string, Map<string, KubeObject>>()
  const listeners = new Set<(event: StoreEvent) => void>()
  let history: StoreEvent[] = []
  let version = 100
  let forgotten = 0

  const shelf = (plural: string) => {
    const known = objects.get(plural) ?? new Map<string, KubeObject>()
    objects.set(plural, known)
    return known
  }
  const publish = (type: StoreEvent['type'], plural: string, object: KubeObject, before: KubeObject | undefined) => {
    const event = { type, version, plural, object, before }
    history.push(event)
    if (history.length > historyLimit * 1.5) {
      forgotten = history[history.length - historyLimit - 1]?.version ?? forgotten
      history = history.slice(-historyLimit)
    }
    for (const listener of [...listeners]) listener(event)
  }
  const put = (type: 'ADDED' | 'MODIFIED', resource: Resource, object: KubeObject, before: KubeObject | undefined) => {
    version += 1
    const stored = withMeta(object, { resourceVersion: String(version) })
    shelf(resource.plural).set(keyOf(resource, stored.metadata), stored)
    publish(type, resource.plural, stored, before)
    return stored
  }
  const drop = (resource: Resource, object: KubeObject) => {
    version += 1
    shelf(resource.plural).delete(keyOf(resource, object.metadata))
    const last = withMeta(object, { resourceVersion: String(version) })
    publish('DELETED', resource.plural, last, object)
    return last
  }

  const store: ObjectStore = {
    version: () => version,
    get: (resource, namespace, name) => shelf(resource.plural).get(keyOf(resource, { namespace, name })),
    list(resource, namespace) {
      const all = [...shelf(resource.plural).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
      return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace)
    },
    create(resource, object) {
      const { name, namespace } = object.metadata
      if (store.get(resource, namespace, name) !== undefined) {
        const details = { name, group: resource.group, kind: resource.plural }
        const message = `${qualified(resource.plural, resource.group)} "${name}" already exists`
        throw new ApiError(409, 'AlreadyExists', message, details)
      }
      const generation = hasGeneration(resource) ? 1 : undefined
      const fresh = { uid: randomUUID(), creationTimestamp: seconds(now()), generation }
      return put('ADDED', resource, withMeta(object, fresh), undefined)
    },
    update(resource, object) {
      const { name, namespace, resourceVersion } = object.metadata
      const before = store.get(resource, namespace, name)
      if (before === undefined) throw notFound(resource.plural, resource.group, name)
      if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion) {
        throw conflict(
          resource.plural,
          resource.group,
          name,
          'the object has been modified; please apply your changes to the latest version and try again',
        )
      }
      if (jsonEqual(object, before)) return before
      if (isFree(object)) return drop(resource, before)
      const grown = sameSpec(object, before) ? {} : nextGeneration(before)
      return put('MODIFIED', resource, withMeta(object, grown), before)
    },
    remove(resource, namespace, name, graceSeconds) {
      const before = store.get(resource, namespace, name)
      if (before === undefined) throw notFound(resource.plural, resource.group, name)
      const grace = resource.plural === 'pods' ? podGrace(before, graceSeconds) : undefined
      const held = (before.metadata.finalizers ?? []).length > 0
      if (grace === undefined && !held) return drop(resource, before)
      const marked = markDeleted(before, grace, now())
      const kept = marked === before ? before : put('MODIFIED', resource, marked, before)
      return held || (grace ?? 0) > 0 ? kept : drop(resource, kept)
    },
    eventsSince(plural, since) {
      if (since < forgotten) return undefined
      return history.filter((event) => event.plural === plural && event.version > since)
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    forgetHistory() {
      history = []
      forgotten = version
    },
  }
  return store
}

/** RFC 3339 in whole seconds, as `metav1.Time` is written. */
export function seconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** A copy with some metadata changed; `undefined` takes a field away. */
export function withMeta(
  object: KubeObject,
  change: { readonly [K in keyof ObjectMeta]?: ObjectMeta[K] | undefined },
): KubeObject {
  const metadata = Object.fromEntries(
    Object.entries({ ...object.metadata, ...change }).filter(([, value]) => value !== undefined),
  )
  return { ...object, metadata: { ...metadata, name: object.metadata.name } }
}

function keyOf(resource: Resource, meta: { readonly namespace?: string | undefined; readonly name: string }): string {
  return resource.namespaced ? `${meta.namespace ?? ''}/${meta.name}` : meta.name
}

/** Nothing holds an object that is being deleted: no finalizer, and for a pod no time left. */
function isFree(object: KubeObject): boolean {
  if (object.metadata.deletionTimestamp === undefined) return false
  const grace = numberAt(object, 'metadata', 'deletionGracePeriodSeconds') ?? 0
  return (object.metadata.finalizers ?? []).length === 0 && grace === 0
}

/** Pods that no kubelet runs go at once (`podStrategy.CheckGracefulDelete` of kube-apiserver). */
function podGrace(pod: KubeObject, asked: number | undefined): number {
  const phase = textAt(pod, 'status', 'phase')
  if (textAt(pod, 'spec', 'nodeName') === undefined || phase === 'Succeeded' || phase === 'Failed') return 0
  return asked ?? numberAt(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30
}

function markDeleted(object: KubeObject, grace: number | undefined, at: Date): KubeObject {
  const marked = object.metadata.deletionTimestamp !== undefined
  const left = numberAt(object, 'metadata', 'deletionGracePeriodSeconds')
  if (marked && (grace === undefined || (left !== undefined && left <= grace))) return object
  const deletionTimestamp = seconds(new Date(at.getTime() + (grace ?? 0) * 1000))
  const grown = marked ? {} : nextGeneration(object)
  const mark = { ...grown, deletionTimestamp, deletionGracePeriodSeconds: grace ?? 0 }
  return { ...object, metadata: { ...object.metadata, ...mark } }
}

/** Custom resources and pods count their changes; nodes, events and namespaces do not. */
function hasGeneration(resource: Resource): boolean {
  return resource.group === kmmGroup || resource.plural === 'pods'
}

function nextGeneration({ metadata }: KubeObject): { readonly generation?: number } {
  return metadata.generation === undefined ? {} : { generation: metadata.generation + 1 }
}

function sameSpec(a: KubeObject, b: KubeObject): boolean {
  const body = ({ metadata: _metadata, status: _status, ...rest }: KubeObject) => rest
  return jsonEqual(body(a), body(b))
}
