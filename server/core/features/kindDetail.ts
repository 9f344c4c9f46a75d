import { wordsAt } from '../schema/fieldWords.ts'
import { kmmKinds } from '../schema/moduleSchema.ts'
import { operatorKinds } from './checkKind.ts'

/** What one of KMM's kinds is for, in one line, with who else writes it or has it. */
export function kindDetail(kind: string): string {
  const title = wordsAt(kind, [])?.title ?? ''
  if (operatorKinds.has(kind)) return `${title} (written by the operator)`
  return kmmKinds.some((one) => one.kind === kind && one.edition === 'openshift') ? `${title} (OpenShift)` : title
}
