import { ApiError, qualified } from './apiError.ts'

/** One thing that somebody wants to do, as an authorizer sees it. */
export interface AccessRequest {
  readonly verb: string
  readonly group: string
  /** plural, with its subresource behind a slash */
  readonly resource: string
  readonly namespace: string | undefined
  readonly name: string | undefined
}

export interface ApiUser {
  readonly name: string
  readonly rules: readonly AccessRule[]
}

/** As in a ClusterRole; `*` is everything. */
export interface AccessRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

export const adminRules: readonly AccessRule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]

const read = ['get', 'list', 'watch']

/** Sees Modules, their images, pods, logs and events, and no node. */
export const viewerRules: readonly AccessRule[] = [
  {
    apiGroups: ['kmm.sigs.x-k8s.io'],
    resources: ['modules', 'moduleimagesconfigs', 'modulebuildsignconfigs'],
    verbs: read,
  },
  { apiGroups: [''], resources: ['pods', 'pods/log', 'events'], verbs: read },
]

export const anonymous: ApiUser = { name: 'system:anonymous', rules: [] }

export function isAllowed(user: ApiUser, request: AccessRequest): boolean {
  const holds = (list: readonly string[], item: string) => list.includes('*') || list.includes(item)
  return user.rules.some(
    (rule) =>
      holds(rule.apiGroups, request.group) &&
      holds(rule.resources, request.resource) &&
      holds(rule.verbs, request.verb),
  )
}

/** The 403 that a user gets who may not do this. */
export function forbidden(user: ApiUser, { verb, group, resource, namespace, name }: AccessRequest): ApiError {
  const subject = `${qualified(resource, group)}${name === undefined ? '' : ` "${name}"`} is forbidden`
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const message = `${subject}: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`
  return new ApiError(403, 'Forbidden', message, { name, group, kind: resource })
}
