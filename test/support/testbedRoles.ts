import { setTimeout as delay } from 'node:timers/promises'
import type { TestbedUser } from './testbedAccess.ts'
import { askTestbed, type TestbedPeer } from './testbedRequest.ts'

const READ = ['get', 'list', 'watch']
const WRITE = ['create', 'update', 'patch', 'delete']
const KMM_GROUP = 'kmm.sigs.x-k8s.io'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

const viewerRules: readonly Rule[] = [
  { apiGroups: [KMM_GROUP], resources: ['modules', 'moduleimagesconfigs', 'modulebuildsignconfigs'], verbs: READ },
  { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: READ },
  { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: READ },
]

const editorRules: readonly Rule[] = [
  ...viewerRules,
  { apiGroups: [KMM_GROUP], resources: ['modules'], verbs: WRITE },
  { apiGroups: [KMM_GROUP], resources: ['nodemodulesconfigs'], verbs: READ },
  { apiGroups: [''], resources: ['nodes', 'namespaces'], verbs: READ },
]

/** Gives `editor` and `viewer` their cluster roles and returns when the API server acts by them. */
export async function grantTestbedRoles(as: (user: TestbedUser) => TestbedPeer): Promise<void> {
  for (const { path, body } of [...grant('editor', editorRules), ...grant('viewer', viewerRules)]) {
    const answer = await askTestbed(as('admin'), { method: 'POST', path, body: JSON.stringify(body) })
    if (answer.status !== 201) throw new Error(`${path} was refused: ${answer.text}`)
  }
  await Promise.all([as('editor'), as('viewer')].map(waitUntilGranted))
}

const ASK_AGAIN_MS = 10
const GRANT_DEADLINE_MS = 10_000

/** The authorizer learns of new rules through a watch, some milliseconds after they are stored. */
async function waitUntilGranted(user: TestbedPeer): Promise<void> {
  const giveUpAt = Date.now() + GRANT_DEADLINE_MS
  for (;;) {
    const answer = await askTestbed(user, { path: '/api/v1/pods?limit=1' })
    if (answer.status === 200) return
    if (Date.now() > giveUpAt) throw new Error(`the roles of the test bed do not act: ${answer.text}`)
    await delay(ASK_AGAIN_MS)
  }
}

function grant(user: TestbedUser, rules: readonly Rule[]): { path: string; body: object }[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  const apiGroup = 'rbac.authorization.k8s.io'
  const metadata = { name: `kmm-${user}` }
  const roleRef = { apiGroup, kind: 'ClusterRole', name: metadata.name }
  const subjects = [{ apiGroup, kind: 'User', name: user }]
  return [
    { path: `/apis/${apiVersion}/clusterroles`, body: { apiVersion, kind: 'ClusterRole', metadata, rules } },
    {
      path: `/apis/${apiVersion}/clusterrolebindings`,
      body: { apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef, subjects },
    },
  ]
}
