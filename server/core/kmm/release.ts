/** KMM as somebody has it installed: a release such as `2.4.1` or `2.6`, and whose. */
export interface TargetRelease {
  readonly version: string
  readonly edition: 'upstream' | 'openshift'
}

/** KMM main of 29 July 2026, which is called 2.7: what counts when nobody says otherwise. */
export const newestRelease: TargetRelease = { version: '2.7', edition: 'upstream' }

/** Releases and editions that something holds for; both ends are included, an absent one is open. */
export interface ReleaseSpan {
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly editions?: readonly TargetRelease['edition'][] | undefined
}

/**
 * Order of two releases, number by number: `2.4` stands before `2.4.1`. What is no number counts as 0.
 */
export function compareReleases(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] || 0) - (right[at] || 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether a span covers a release. `until: '2.3'` covers 2.3.4 too: a span speaks of release lines. */
export function spanCovers(span: ReleaseSpan, target: TargetRelease): boolean {
  if (span.editions !== undefined && !span.editions.includes(target.edition)) return false
  if (span.since !== undefined && compareReleases(target.version, span.since) < 0) return false
  if (span.until === undefined) return true
  const precision = span.until.split('.').length
  return compareReleases(target.version.split('.').slice(0, precision).join('.'), span.until) <= 0
}
