import { stringify } from 'yaml'

/** Name of the one cluster, context and user of a practice kubeconfig. */
export const practiceContext = 'practice'

/** A kubeconfig that leads to a practice cluster and nowhere else. */
export function printPracticeKubeconfig(url: string, token: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: practiceContext, cluster: { server: url } }],
    users: [{ name: practiceContext, user: { token } }],
    contexts: [
      { name: practiceContext, context: { cluster: practiceContext, user: practiceContext, namespace: 'default' } },
    ],
    'current-context': practiceContext,
  })
}
