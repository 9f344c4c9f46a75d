import { stringify } from 'yaml'

/** Who can ask: everything; edit Modules and watch them load; read Modules and no node; nothing. */
export const testbedUsers = ['admin', 'editor', 'viewer', 'nobody'] as const
export type TestbedUser = (typeof testbedUsers)[number]

/** The token of a user, the same in every test bed: each listens on loopback and lives as long as its test. */
export function testbedToken(user: TestbedUser): string {
  return `testbed-${user}`
}

/** The static token file of the API server: token, user, uid, groups. */
export function testbedTokenFile(): string {
  return testbedUsers
    .map((user) => `${testbedToken(user)},${user},${user}-uid,"${user === 'admin' ? 'system:masters' : 'kmm'}"\n`)
    .join('')
}

/** How a user proves who he is: a bearer token, or a certificate and its key as PEM. */
export type TestbedProof = { readonly token: string } | { readonly cert: string; readonly key: string }

/** A kubeconfig with one cluster, one user and one context, which is the current one. */
export function printKubeconfig(of: {
  server: string
  ca: string
  user: TestbedUser
  proof: TestbedProof
  context: string
  namespace?: string | undefined
}): string {
  const user =
    'token' in of.proof
      ? { token: of.proof.token }
      : {
          'client-certificate-data': base64(of.proof.cert),
          'client-key-data': base64(of.proof.key),
        }
  const namespace = of.namespace === undefined ? {} : { namespace: of.namespace }
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'testbed', cluster: { server: of.server, 'certificate-authority-data': base64(of.ca) } }],
    users: [{ name: of.user, user }],
    contexts: [{ name: of.context, context: { cluster: 'testbed', user: of.user, ...namespace } }],
    'current-context': of.context,
  })
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
