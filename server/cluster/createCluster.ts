import { type AuthProviders, authProviderSource } from './authProviderSource.ts'
import { createCaller } from './caller.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Cluster, KubeObject, Resource, WatchEvent } from './cluster.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import { type CredentialSource, createCredentials } from './credentials.ts'
import { execSource } from './execSource.ts'
import { listOf, recordOf, textOf } from './json.ts'
import { apiVersionOf, parseKubeObject } from './kubeObject.ts'
import { readLines } from './lines.ts'
import { nodeSource } from './nodeSource.ts'
import { deadlines, listObjects, objectSource } from './objectSource.ts'
import { createPluginCache, type PluginCache } from './pluginCache.ts'
import { collectionPath, groupPath, objectPath, queryOf } from './resourcePath.ts'
import { createTransport, type HttpRequest } from './transport.ts'
import { type WatchSource, watchLoop } from './watchLoop.ts'

export interface ClusterOptions {
  /** our own version, for the User-Agent header */
  readonly version?: string
  readonly clock?: Clock
  /** in [0, 1); spreads retries */
  readonly random?: () => number
  /** What a credential plugin says to the user, as it comes; a login prints its address here. */
  readonly onPluginOutput?: (text: string) => void
  /** credentials of plugins, kept by whoever connects more than once */
  readonly pluginCache?: PluginCache
  /** loads the bundle for OIDC; for tests */
  readonly loadAuthProviders?: () => Promise<AuthProviders>
}

/** Longer log lines are cut. */
const maxLogLineBytes = 64 * 1024

/**
 * A cluster to talk to. Nothing is sent, read from disk or run before the first call. Lists and watches without a
 * namespace cover all namespaces; every other call on a namespaced resource goes to the target's namespace then.
 */
export function createCluster(connection: Connection, options: ClusterOptions = {}): Cluster {
  const clock = options.clock ?? systemClock
  const random = options.random ?? Math.random
  const closing = new AbortController()
  const { target } = connection
  const transport = createTransport(connection, options.version ?? '0.0.0')
  const credentials = createCredentials(connection, clock, sourceOf(connection, clock, options))
  const caller = createCaller({ connection, credentials, transport, clock, random, closed: closing.signal })

  return {
    target,
    get: (resource, name, options = {}) =>
      object(
        resource,
        { method: 'GET', path: pathOf(resource, name, options.namespace) },
        options,
        deadlines.requestMs,
      ),
    list: (resource, options = {}) => listObjects(caller, resource, options),
    listNodes: (options = {}) => nodeSource(caller, options).list(true, options.signal ?? closing.signal),
    watch: (resource, options = {}) => watching(objectSource(caller, resource, options), options.signal),
    watchNodes: (options = {}) => watching(nodeSource(caller, options), options.signal),
    apply: async (resource, name, yaml, options) => {
      const { fieldManager, dryRun, force, namespace } = options
      const query = queryOf({
        fieldManager,
        fieldValidation: 'Strict',
        force: force === true,
        dryRun: dryRun === true ? 'All' : undefined,
      })
      const answer = await caller.json(
        {
          method: 'PATCH',
          path: `${pathOf(resource, name, namespace)}${query}`,
          contentType: 'application/apply-patch+yaml',
          body: yaml,
        },
        timing(options, deadlines.writeMs),
      )
      const status = answer.status === 201 ? 201 : 200
      return { status, object: readObject(answer.value, resource), warnings: answer.warnings }
    },
    create: (resource, item, options = {}) => {
      const path = collectionPath(resource, options.namespace ?? item.metadata.namespace ?? target.namespace)
      // A generated name must be absent, not empty.
      const { name, ...unnamed } = item.metadata
      const body = JSON.stringify({ ...item, metadata: name === '' ? unnamed : item.metadata })
      return object(resource, { method: 'POST', path, body }, options, deadlines.writeMs)
    },
    patch: (resource, name, patch, options = {}) =>
      object(resource, mergePatch(pathOf(resource, name, options.namespace), patch), options, deadlines.writeMs),
    patchStatus: (resource, name, patch, options = {}) => {
      const path = `${pathOf(resource, name, options.namespace)}/status`
      return object(resource, mergePatch(path, patch), options, deadlines.writeMs)
    },
    delete: async (resource, name, options = {}) => {
      const { gracePeriodSeconds } = options
      const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', ...grace })
      const path = pathOf(resource, name, options.namespace)
      await caller.json({ method: 'DELETE', path, body }, timing(options, deadlines.writeMs))
    },
    logs: async function* (options) {
      const { namespace, pod, container, follow, previous, timestamps, sinceTime, tailLines, limitBytes } = options
      const query = queryOf({ container, follow, previous, timestamps, sinceTime, tailLines, limitBytes })
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log${query}`
      // A kubelet sends the head of a followed log only with its first byte, which may be hours away.
      const headMs = follow === true ? Number.POSITIVE_INFINITY : deadlines.streamHeadMs
      try {
        const stream = await caller.stream({ method: 'GET', path, accept: '*/*' }, timing(options, headMs))
        try {
          const wholeLinesOnly = options.wholeLinesOnly === true
          yield* readLines(stream.chunks, { maxBytes: maxLogLineBytes, wholeLinesOnly })
        } finally {
          stream.destroy()
        }
      } catch (error) {
        if (!(error instanceof ClusterError && error.kind === 'cancelled')) throw error
      }
    },
    reviewAccess: async (question, options = {}) => {
      const body = JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: question },
      })
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
      const { value } = await caller.json({ method: 'POST', path, body }, timing(options, deadlines.requestMs))
      const status = recordOf(recordOf(value).status)
      const reason = textOf(status.reason)
      return { allowed: status.allowed === true, ...(reason ? { reason } : {}) }
    },
    version: async (options = {}) => {
      const { value } = await caller.json({ method: 'GET', path: '/version' }, timing(options, deadlines.requestMs))
      const version = textOf(recordOf(value).gitVersion)
      if (version === undefined) throw new ClusterError('internal', `${target.server} does not tell its version`)
      return version
    },
    openapi: async (groupVersion, options = {}) => {
      const request = { method: 'GET', path: `/openapi/v3/apis/${groupVersion}` } as const
      return (await caller.json(request, timing(options, deadlines.requestMs))).value
    },
    serves: async (resource, options = {}) => {
      try {
        const request = { method: 'GET', path: groupPath(resource) } as const
        const { value } = await caller.json(request, timing(options, deadlines.requestMs))
        return listOf(recordOf(value).resources).some((item) => recordOf(item).name === resource.plural)
      } catch (error) {
        if (error instanceof ClusterError && error.kind === 'notFound') return false
        throw error
      }
    },
    close: () => {
      closing.abort()
      transport.close()
    },
  }

  function pathOf(resource: Resource, name: string, namespace: string | undefined): string {
    return objectPath(resource, namespace ?? target.namespace, name)
  }

  function watching<T>(source: WatchSource<T>, signal: AbortSignal | undefined): AsyncIterable<WatchEvent<T>> {
    return watchLoop(source, { clock, random, signal: signal ?? closing.signal })
  }

  async function object(
    resource: Resource,
    request: HttpRequest,
    options: { readonly signal?: AbortSignal; readonly deadlineMs?: number },
    deadlineMs: number,
  ): Promise<KubeObject> {
    const { value } = await caller.json(request, timing(options, deadlineMs))
    return readObject(value, resource)
  }
}

function sourceOf(connection: Connection, clock: Clock, options: ClusterOptions): CredentialSource | undefined {
  const { exec, authProvider } = connection.user
  const cache = options.pluginCache ?? createPluginCache()
  if (exec !== undefined) {
    return execSource({ connection, exec, clock, cache, onOutput: options.onPluginOutput ?? (() => {}) })
  }
  if (authProvider === undefined) return undefined
  const load = options.loadAuthProviders ?? (() => import('./authProviders.ts'))
  return authProviderSource({ connection, entry: authProvider, clock, cache, load })
}

function readObject(value: unknown, resource: Resource): KubeObject {
  const found = parseKubeObject(value, resource)
  if (found !== undefined) return found
  throw new ClusterError('internal', `the server's answer is no ${resource.kind} of ${apiVersionOf(resource)}`)
}

function mergePatch(path: string, patch: object): HttpRequest {
  return { method: 'PATCH', path, contentType: 'application/merge-patch+json', body: JSON.stringify(patch) }
}

function timing(options: { readonly signal?: AbortSignal; readonly deadlineMs?: number }, deadlineMs: number) {
  return { signal: options.signal, deadlineMs: options.deadlineMs ?? deadlineMs }
}
