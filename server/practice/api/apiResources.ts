import type { Resource } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'

const kmm = { group: 'kmm.sigs.x-k8s.io', version: 'v1beta1' } as const

export interface ServedResource extends Resource {
  /** subresources besides the object itself */
  readonly subresources: readonly string[]
  readonly verbs: readonly string[]
}

const allVerbs = ['create', 'delete', 'get', 'list', 'patch', 'watch']

/** What the practice API server serves. */
export const servedResources: readonly ServedResource[] = [
  { ...resources.modules, subresources: ['status'], verbs: allVerbs },
  { ...resources.moduleImagesConfigs, subresources: ['status'], verbs: allVerbs },
  { ...resources.moduleBuildSignConfigs, subresources: ['status'], verbs: allVerbs },
  { ...resources.nodeModulesConfigs, subresources: ['status'], verbs: allVerbs },
  { ...resources.nodes, subresources: ['status'], verbs: allVerbs },
  { ...resources.pods, subresources: ['status', 'log'], verbs: allVerbs },
  { ...resources.events, subresources: [], verbs: allVerbs },
  { ...resources.configMaps, subresources: [], verbs: allVerbs },
  { ...resources.namespaces, subresources: ['status'], verbs: allVerbs },
]

/** Creating one binds a pod to a node, as a scheduler does (`POST …/namespaces/NS/bindings`). */
export const bindings: Resource = { group: '', version: 'v1', plural: 'bindings', kind: 'Binding', namespaced: true }

/** Group of KMM's own kinds. */
export const kmmGroup = kmm.group

/** `v1` or `group/version`. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
}

/** Distinct groups with their one served version, without the nameless core group. */
export function servedGroups(): readonly { readonly group: string; readonly version: string }[] {
  return [kmm, { group: 'authorization.k8s.io', version: 'v1' }]
}
