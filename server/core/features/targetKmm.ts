import type { TargetRelease } from '../kmm/release.ts'
import type { ServedKind } from '../schema/servedSchema.ts'

/** The KMM that documents are judged for: a release, and what a connected cluster serves of it, where that is known. */
export interface TargetKmm extends TargetRelease {
  /** fields as the cluster's own CRDs declare them; they count more than what we know of the release */
  readonly served?: readonly ServedKind[]
}
