import type { Caller, StreamAnswer } from './caller.ts'
import type { KubeObject, ObjectList, Resource, SelectOptions } from './cluster.ts'
import { ClusterError } from './clusterError.ts'
import { parseKubeObject, parseListPage } from './kubeObject.ts'
import { collectionPath, queryOf } from './resourcePath.ts'
import type { WatchSource } from './watchLoop.ts'

const pageSize = 500

/** Milliseconds that a call may take when its caller does not say. */
export const deadlines = { requestMs: 10_000, listMs: 30_000, writeMs: 35_000, streamHeadMs: 15_000 } as const

/** All objects of a collection, page by page. Without a namespace, of all namespaces. */
export async function listObjects(
  caller: Caller,
  resource: Resource,
  options: SelectOptions,
): Promise<ObjectList<KubeObject>> {
  const items: KubeObject[] = []
  let isRestarted = false
  for (let token: string | undefined; ; ) {
    try {
      const page = await listPage(caller, resource, options, token)
      items.push(...page.items)
      const isEnough = options.limit !== undefined && items.length >= options.limit
      if (page.continueToken === '' || isEnough) {
        return { items: items.slice(0, options.limit), resourceVersion: page.resourceVersion }
      }
      token = page.continueToken
    } catch (error) {
      // The rest of a list may have been compacted away while we read its beginning.
      if (!(error instanceof ClusterError) || error.kind !== 'expired' || token === undefined || isRestarted)
        throw error
      isRestarted = true
      items.length = 0
      token = undefined
    }
  }
}

/** Watching whole objects. */
export function objectSource(caller: Caller, resource: Resource, options: SelectOptions): WatchSource<KubeObject> {
  return {
    list: (_cached, signal) => listObjects(caller, resource, { ...options, signal }),
    open: (resourceVersion, timeoutSeconds, signal) =>
      openWatch(caller, resource, { ...options, signal }, { resourceVersion, timeoutSeconds }),
    read: (object) => parseKubeObject(object, resource),
    probe: (signal) => probe(caller, signal),
  }
}

/** Opens a collection's watch. `parameters` join the query. */
export function openWatch(
  caller: Caller,
  resource: Resource,
  options: SelectOptions,
  parameters: Readonly<Record<string, string | number>>,
  accept?: string,
): Promise<StreamAnswer> {
  const { namespace, labelSelector, fieldSelector, signal } = options
  const query = queryOf({ watch: 1, allowWatchBookmarks: true, labelSelector, fieldSelector, ...parameters })
  return caller.stream(
    { method: 'GET', path: `${collectionPath(resource, namespace)}${query}`, ...(accept ? { accept } : {}) },
    { signal, deadlineMs: deadlines.streamHeadMs },
  )
}

/** Whether the server answers a cheap request within 5 s; a refusal is an answer. */
export async function probe(caller: Caller, signal: AbortSignal): Promise<boolean> {
  try {
    await caller.json({ method: 'GET', path: '/version' }, { signal, deadlineMs: 5000 })
    return true
  } catch (error) {
    return error instanceof ClusterError && error.status !== undefined
  }
}

async function listPage(
  caller: Caller,
  resource: Resource,
  options: SelectOptions,
  token: string | undefined,
): Promise<ObjectList<KubeObject> & { readonly continueToken: string }> {
  const { namespace, labelSelector, fieldSelector, signal, deadlineMs } = options
  const query = queryOf({
    labelSelector,
    fieldSelector,
    limit: Math.min(pageSize, options.limit ?? pageSize),
    continue: token,
  })
  const path = `${collectionPath(resource, namespace)}${query}`
  const timing = { signal, deadlineMs: deadlineMs ?? deadlines.listMs }
  const { value } = await caller.json({ method: 'GET', path, compressed: true }, timing)
  const page = parseListPage(value, resource)
  if (page === undefined) throw new ClusterError('internal', `the server's answer is no list of ${resource.plural}`)
  return page
}
