import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import { badRequest } from './apiError.ts'
import { apiVersionOf } from './apiResources.ts'
import type { ObjectStore, StoreEvent } from './objectStore.ts'
import type { ObjectFilter } from './selectors.ts'

export interface WatchRequest {
  readonly resource: Resource
  readonly namespace: string | undefined
  readonly filter: ObjectFilter
  /** absent or `0`: tell the present first */
  readonly resourceVersion: string | undefined
  readonly bookmarks: boolean
  readonly sendInitialEvents: boolean
  readonly timeoutMs: number
  readonly bookmarkEveryMs: number
}

/** How the events of a watch are written: as objects, or as rows of a Table. */
export interface WatchForm {
  object(object: KubeObject): object
  bookmark(resourceVersion: string, endOfPresent: boolean): object
}

export interface WatchSink {
  write(event: object): void
  end(): void
}

/**
 * Runs a watch until its time is over or `stop` is called, which it returns. A resource version that the history no
 * longer holds gives one ERROR event with code 410, then the end (kube-apiserver's watch cache).
 */
export function watchObjects(store: ObjectStore, request: WatchRequest, form: WatchForm, sink: WatchSink): () => void {
  const { resource, namespace, resourceVersion } = request
  const wanted = (object: KubeObject) =>
    (namespace === undefined || object.metadata.namespace === namespace) && request.filter(object)
  const tell = (event: StoreEvent) => {
    if (event.plural !== resource.plural) return
    const type = typeFor(event, wanted)
    if (type !== undefined) sink.write({ type, object: form.object(event.object) })
  }
  const bookmark = (endOfPresent: boolean) =>
    sink.write({ type: 'BOOKMARK', object: form.bookmark(String(store.version()), endOfPresent) })

  if (resourceVersion === undefined || resourceVersion === '' || resourceVersion === '0' || request.sendInitialEvents) {
    for (const object of store.list(resource, namespace).filter(wanted)) {
      sink.write({ type: 'ADDED', object: form.object(object) })
    }
    if (request.bookmarks) bookmark(true)
  } else {
    const since = Number(resourceVersion)
    if (!Number.isInteger(since) || since < 0)
      throw badRequest(`Invalid value: "${resourceVersion}": no resource version`)
    const missed = store.eventsSince(resource.plural, since)
    if (missed === undefined) {
      sink.write({ type: 'ERROR', object: expired(resourceVersion, store.version()) })
      sink.end()
      return () => {}
    }
    for (const event of missed) tell(event)
  }

  const unsubscribe = store.onEvent(tell)
  const marks = request.bookmarks ? setInterval(() => bookmark(false), request.bookmarkEveryMs) : undefined
  const stop = () => {
    unsubscribe()
    clearInterval(marks)
    clearTimeout(ending)
  }
  const ending = setTimeout(() => {
    if (request.bookmarks) bookmark(false)
    stop()
    sink.end()
  }, request.timeoutMs)
  return stop
}

/** Objects as they are, and bookmarks as empty objects of their kind. */
export function objectForm(resource: Resource): WatchForm {
  return {
    object: (object) => object,
    bookmark: (resourceVersion, endOfPresent) => ({
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: {
        resourceVersion,
        creationTimestamp: null,
        ...(endOfPresent ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
      },
    }),
  }
}

/** An object that enters the selector is new to the watcher, one that leaves it is gone. */
function typeFor(event: StoreEvent, wanted: (object: KubeObject) => boolean): StoreEvent['type'] | undefined {
  const is = event.type !== 'DELETED' && wanted(event.object)
  const was = event.before !== undefined && wanted(event.before)
  if (is) return was ? 'MODIFIED' : 'ADDED'
  return was ? 'DELETED' : undefined
}

function expired(asked: string, oldest: number): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `too old resource version: ${asked} (${oldest})`,
    reason: 'Expired',
    code: 410,
  }
}
