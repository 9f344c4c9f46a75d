import { mapAt, textAt } from '../json.ts'
import { type ApiUser, isAllowed } from './access.ts'

const apiVersion = 'authorization.k8s.io/v1'

/** The answer to a SelfSubjectAccessReview. */
export function reviewAccess(user: ApiUser, review: unknown): object {
  const asked = mapAt(review, 'spec', 'resourceAttributes')
  const subresource = textAt(asked, 'subresource') ?? ''
  const resource = textAt(asked, 'resource') ?? ''
  const allowed = isAllowed(user, {
    verb: textAt(asked, 'verb') ?? '',
    group: textAt(asked, 'group') ?? '',
    resource: subresource === '' ? resource : `${resource}/${subresource}`,
    namespace: textAt(asked, 'namespace'),
    name: textAt(asked, 'name'),
  })
  const reason = allowed ? 'RBAC: allowed by a role of the practice cluster' : ''
  const spec = mapAt(review, 'spec')
  return { kind: 'SelfSubjectAccessReview', apiVersion, metadata: {}, spec, status: { allowed, reason } }
}

/** The answer to a SelfSubjectRulesReview: all that the user may do. */
export function reviewRules(user: ApiUser, review: unknown): object {
  const status = { resourceRules: user.rules, nonResourceRules: [], incomplete: false }
  return { kind: 'SelfSubjectRulesReview', apiVersion, metadata: {}, spec: mapAt(review, 'spec'), status }
}
