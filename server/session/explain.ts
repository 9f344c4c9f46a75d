import { ClusterError } from '../cluster/clusterError.ts'
import type { Target } from '../core/kmm/clusterFacts.ts'

/** One sentence or two for a person: what went wrong with the cluster, and what they can do. */
export function explain(error: unknown, target?: Target): string {
  if (!(error instanceof ClusterError)) return error instanceof Error ? error.message : String(error)
  const where = target === undefined ? 'the cluster' : `\`${target.context}\``
  switch (error.kind) {
    case 'unauthorized':
      return `${where} did not accept your credentials (${error.message}). Log in again, then reconnect.`
    case 'forbidden':
      return `${error.message}. Ask whoever runs ${where} for this permission.`
    case 'denied':
      return `${where} refused the document: ${error.message}`
    case 'expired':
    case 'busy':
      return `${where} is busy (${error.message}). Try again in a moment.`
    case 'cancelled':
      return 'Stopped'
    default:
      return error.message
  }
}
