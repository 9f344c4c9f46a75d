import { ClusterError, type ClusterErrorKind } from '../cluster/clusterError.ts'
import type { ApplyPlan } from './planApply.ts'

/** After these the server may have got the document, and may have taken it. */
const unsure: ReadonlySet<ClusterErrorKind> = new Set(['unreachable', 'timeout', 'cancelled', 'internal'])

/**
 * What an apply that ended in an error left behind, as the end of a sentence: nothing, or that it is not known and how
 * to find out. An apply is never repeated, for it might happen twice.
 */
export function applyOutcome(error: unknown, sent: boolean, { name, namespace, target }: ApplyPlan): string {
  if (!sent || !(error instanceof ClusterError) || !unsure.has(error.kind)) return 'nothing was changed'
  return `whether it was applied is not known: look with \`kubectl --context ${target.context} get module -n ${namespace} ${name} -o yaml\``
}
