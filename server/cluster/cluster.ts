import type { Target } from '../core/kmm/clusterFacts.ts'

/** A kind of object as its REST path names it. `namespaced` decides whether a namespace is part of the path. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly namespaced: boolean
}

export interface ObjectMeta {
  readonly name: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: readonly OwnerReference[]
  readonly generateName?: string
  readonly managedFields?: readonly unknown[]
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** The least that every object of the API has; rooms that know more narrow it with a reader of their own. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly [field: string]: unknown
}

export interface ObjectList<T> {
  readonly resourceVersion: string
  readonly items: readonly T[]
}

/** Every call can be cancelled and ends by itself. Without `deadlineMs` the call's own default counts. */
export interface CallOptions {
  readonly signal?: AbortSignal
  readonly deadlineMs?: number
}

export interface SelectOptions extends CallOptions {
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** for `list`: at most so many items, without asking for the pages behind */
  readonly limit?: number
}

export interface ApplyOptions extends CallOptions {
  readonly namespace?: string
  readonly fieldManager: string
  readonly dryRun?: boolean
  /** take fields over from other managers */
  readonly force?: boolean
}

export interface Applied {
  /** 200 when the object was there, 201 when it is (or, in a dry run, would be) new */
  readonly status: 200 | 201
  readonly object: KubeObject
  /** texts of the answer's `Warning` headers */
  readonly warnings: readonly string[]
}

/** One node of a Table answer, and the resource version it had. */
export interface NodeRow {
  readonly name: string
  readonly kernel: string
  readonly ready: boolean
}

export type WatchEvent<T> =
  /** the whole present: what is not in it does not exist (any more) */
  | { readonly type: 'sync'; readonly items: readonly T[] }
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly item: T }
  /** the connection is lost or refused; the last events may be out of date until the next `sync` or `resumed` */
  | { readonly type: 'stale'; readonly error: Error; readonly retryInMs: number }
  | { readonly type: 'resumed' }

export interface LogOptions extends CallOptions {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly follow?: boolean
  readonly previous?: boolean
  readonly timestamps?: boolean
  /** RFC 3339 */
  readonly sinceTime?: string
  readonly tailLines?: number
  readonly limitBytes?: number
  /** leave out a last line without a line end: it may be cut, and comes again when one resumes */
  readonly wholeLinesOnly?: boolean
}

export interface AccessQuestion {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
}

export interface AccessAnswer {
  readonly allowed: boolean
  readonly reason?: string
}

/**
 * REST with keep-alive against one API server, nothing else. Every method throws only `ClusterError`.
 * Watches and logs are endless until their signal aborts, which ends the iteration without an error.
 */
export interface Cluster {
  readonly target: Target
  get(resource: Resource, name: string, options?: SelectOptions): Promise<KubeObject>
  list(resource: Resource, options?: SelectOptions): Promise<ObjectList<KubeObject>>
  /** Nodes in the server's Table form without objects (`includeObject=None`). */
  listNodes(options?: SelectOptions): Promise<ObjectList<NodeRow>>
  /** List, then watch, with resume, relist on 410 and backoff. Throws when the first list is refused for good (403, 404, 401). */
  watch(resource: Resource, options?: SelectOptions): AsyncIterable<WatchEvent<KubeObject>>
  watchNodes(options?: SelectOptions): AsyncIterable<WatchEvent<NodeRow>>
  /** Server-side apply of the document's raw text (`application/apply-patch+yaml`, `fieldValidation=Strict`). Never retried once sent. */
  apply(resource: Resource, name: string, yaml: string, options: ApplyOptions): Promise<Applied>
  create(resource: Resource, object: KubeObject, options?: SelectOptions): Promise<KubeObject>
  /** JSON merge patch (RFC 7396). */
  patch(resource: Resource, name: string, patch: object, options?: SelectOptions): Promise<KubeObject>
  /** JSON merge patch of the status subresource. */
  patchStatus(resource: Resource, name: string, patch: object, options?: SelectOptions): Promise<KubeObject>
  delete(resource: Resource, name: string, options?: SelectOptions & { gracePeriodSeconds?: number }): Promise<void>
  /** Lines of a container's log as they come, without their line ends; the iteration ends when the server ends the stream. */
  logs(options: LogOptions): AsyncIterable<string>
  reviewAccess(question: AccessQuestion, options?: CallOptions): Promise<AccessAnswer>
  /** The server's version, e.g. `v1.37.2`. */
  version(options?: CallOptions): Promise<string>
  /** The OpenAPI v3 document of a group and version, such as `apps/v1`, as the server sends it. */
  openapi(groupVersion: string, options?: CallOptions): Promise<unknown>
  /** Whether the server serves this resource (discovery). */
  serves(resource: Resource, options?: CallOptions): Promise<boolean>
  /** Closes idle connections. Running calls are aborted. */
  close(): void
}
