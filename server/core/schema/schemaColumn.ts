import table from './schemaTable.json' with { type: 'json' }

/** KMM as somebody has it installed, as far as fields differ. */
export interface SchemaRelease {
  /** `2.4.1` or `2.6`; what the table does not know counts as the release before it */
  readonly version: string
  readonly edition: 'upstream' | 'openshift'
}

/** KMM releases that the table knows, oldest first. */
export const kmmReleases: readonly string[] = table.releases

const newest: SchemaRelease = { version: kmmReleases.at(-1) ?? '', edition: 'upstream' }

/** Where a release stands in the table: upstream's releases come first, then those of OpenShift. */
export function columnOf({ version, edition }: SchemaRelease = newest): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const at = kmmReleases.findLastIndex((release) => {
    const [ownMajor = 0, ownMinor = 0] = release.split('.').map(Number)
    return ownMajor < major || (ownMajor === major && ownMinor <= minor)
  })
  return Math.max(at, 0) + (edition === 'openshift' ? kmmReleases.length : 0)
}

/** The release and edition of a column. */
export function releaseAt(column: number): SchemaRelease {
  const count = kmmReleases.length
  return { version: kmmReleases[column % count] ?? '', edition: column < count ? 'upstream' : 'openshift' }
}

/** Whether a span of the table (`2.4-`, `upstream:-2.0,openshift:1.1-2.0`; absent: everything) covers a column. */
export function covers(span: string | undefined, column: number): boolean {
  return span === undefined || (maskOf(span) & (1 << column)) !== 0
}

const masks = new Map<string, number>()

/** One bit a column. */
function maskOf(span: string): number {
  const known = masks.get(span)
  if (known !== undefined) return known
  const mask = span.split(',').reduce((bits, range) => bits | rangeMask(range), 0)
  masks.set(span, mask)
  return mask
}

function rangeMask(range: string): number {
  const [, edition, since = '', until = ''] = /^(?:(\w+):)?([\d.]*)-([\d.]*)$/.exec(range) ?? []
  const count = kmmReleases.length
  const first = since === '' ? 0 : kmmReleases.indexOf(since)
  const last = until === '' ? count - 1 : kmmReleases.indexOf(until)
  const bits = ((1 << (last + 1)) - 1) & ~((1 << first) - 1)
  return (edition === 'openshift' ? 0 : bits) | (edition === 'upstream' ? 0 : bits << count)
}

/**
 * The first release of a column's edition from which on up to the column a span holds; `undefined` when it holds from
 * the first release on, or not in the column.
 */
export function sinceIn(span: string | undefined, column: number): string | undefined {
  if (span === undefined) return undefined
  const first = column < kmmReleases.length ? 0 : kmmReleases.length
  let at = column
  while (at >= first && covers(span, at)) at -= 1
  return at < first || at === column ? undefined : releaseAt(at + 1).version
}
