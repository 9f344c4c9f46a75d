import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import { apiVersionOf } from './apiResources.ts'
import { bookmarkTable, type IncludeObject, nodeTable } from './nodeTable.ts'
import type { ObjectStore } from './objectStore.ts'
import { fieldFilter, labelFilter, type ObjectFilter } from './selectors.ts'
import type { WatchForm } from './watchObjects.ts'

/** The filter of a list or watch, from its query. Throws 400 for a selector that cannot be read. */
export function filterOf(params: URLSearchParams, name: string | undefined): ObjectFilter {
  const byLabel = labelFilter(params.get('labelSelector') ?? '')
  const byField = fieldFilter(params.get('fieldSelector') ?? '')
  return (object) => (name === undefined || object.metadata.name === name) && byLabel(object) && byField(object)
}

/** Whether an Accept header asks for a Table first. Only nodes have one here; other kinds answer with plain objects. */
export function wantsTable(accept: string, resource: Resource): boolean {
  const [first = ''] = accept.split(',')
  return resource.plural === 'nodes' && first.includes('as=Table')
}

export function includeOf(params: URLSearchParams): IncludeObject {
  const asked = params.get('includeObject')
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata'
}

/** A list, or a page of one: `limit` items and a `continue` token that is the position of the next. */
export function listObjects(
  store: ObjectStore,
  resource: Resource,
  namespace: string | undefined,
  params: URLSearchParams,
): { readonly items: readonly KubeObject[]; readonly metadata: object } {
  const all = store.list(resource, namespace).filter(filterOf(params, undefined))
  const start = Number(params.get('continue') ?? 0)
  const limit = Number(params.get('limit') ?? 0)
  const items = limit > 0 ? all.slice(start, start + limit) : all.slice(start)
  const rest = all.length - start - items.length
  const page = rest > 0 ? { continue: String(start + items.length), remainingItemCount: rest } : {}
  return { items, metadata: { resourceVersion: String(store.version()), ...page } }
}

export function listBody(resource: Resource, list: ReturnType<typeof listObjects>): object {
  return { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), ...list }
}

/** The form of a watch over nodes as Table rows; only its first event carries the columns. */
export function tableForm(include: IncludeObject): WatchForm {
  let first = true
  const columnsOnce = () => {
    const withColumns = first
    first = false
    return withColumns
  }
  const now = () => new Date()
  return {
    object: (node) =>
      nodeTable([node], node.metadata.resourceVersion ?? '', { include, now, withColumns: columnsOnce() }),
    bookmark: (resourceVersion, endOfPresent) => bookmarkTable(resourceVersion, endOfPresent, columnsOnce()),
  }
}
