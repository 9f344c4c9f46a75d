import { apiVersionOf, bindings, type ServedResource, servedResources } from './apiResources.ts'

/** What a request path asks for. */
export type ApiTarget =
  | {
      readonly type: 'resource'
      readonly resource: ServedResource
      /** absent for cluster-scoped objects and for lists over all namespaces */
      readonly namespace: string | undefined
      readonly name: string | undefined
      readonly subresource: string | undefined
    }
  | { readonly type: 'binding'; readonly namespace: string; readonly pod: string | undefined }
  | { readonly type: 'review'; readonly kind: 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview' }
  | { readonly type: 'document'; readonly path: string }

const reviews = {
  selfsubjectaccessreviews: 'SelfSubjectAccessReview',
  selfsubjectrulesreviews: 'SelfSubjectRulesReview',
} as const

/**
 * Reads an API path. `undefined` when its group serves no such resource; `document` for discovery and health, and for
 * groups that are not there at all.
 */
export function parseApiPath(path: string): ApiTarget | undefined {
  const steps = path.split('/').filter((step) => step !== '')
  const base = steps[0] === 'api' ? 2 : steps[0] === 'apis' ? 3 : steps.length
  const rest = steps.slice(base).map((step) => decodeURIComponent(step))
  if (rest.length === 0) return { type: 'document', path: `/${steps.join('/')}` }
  const apiVersion = steps.slice(1, base).join('/')
  if (apiVersion === 'authorization.k8s.io/v1') return parseReview(rest)
  const isServed = servedResources.some((resource) => apiVersionOf(resource) === apiVersion)
  return isServed ? parseResource(apiVersion, rest) : { type: 'document', path: `/${steps.join('/')}` }
}

function parseReview(rest: readonly string[]): ApiTarget | undefined {
  const [plural] = rest
  if (rest.length !== 1 || (plural !== 'selfsubjectaccessreviews' && plural !== 'selfsubjectrulesreviews'))
    return undefined
  return { type: 'review', kind: reviews[plural] }
}

function parseResource(apiVersion: string, rest: readonly string[]): ApiTarget | undefined {
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status'
  const namespace = inNamespace ? rest[1] : undefined
  const [plural, name, subresource, more] = inNamespace ? rest.slice(2) : rest
  if (plural === undefined || more !== undefined) return undefined
  if (apiVersion === 'v1' && namespace !== undefined) {
    if (plural === bindings.plural && name === undefined) return { type: 'binding', namespace, pod: undefined }
    if (plural === 'pods' && subresource === 'binding') return { type: 'binding', namespace, pod: name }
  }
  const resource = servedResources.find((known) => known.plural === plural && apiVersionOf(known) === apiVersion)
  if (resource === undefined) return undefined
  if (resource.namespaced ? namespace === undefined && name !== undefined : namespace !== undefined) return undefined
  if (subresource !== undefined && !resource.subresources.includes(subresource)) return undefined
  return { type: 'resource', resource, namespace, name, subresource }
}
