/** KMM releases that CRDs were published for, oldest first: main of 29 July 2026 is called 2.7. */
export const releases = ['1.0', '1.1', '2.0', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7'] as const

/** The columns of the table: every release of upstream, then every one of OpenShift's fork. */
export const columns = (['upstream', 'openshift'] as const).flatMap((edition) =>
  releases.map((release) => ({ edition, release })),
)

/**
 * Says which columns hold something, among those that have the object around it: `2.4-`, `-2.3`, `2.1-2.3`; with
 * `upstream:` or `openshift:` where the editions differ, spans joined by commas. `undefined`: all that have the object.
 */
export function spanText(around: readonly boolean[], holds: readonly boolean[]): string | undefined {
  if (around.every((one, at) => one === holds[at])) return undefined
  const half = releases.length
  const upstream = ranges(around.slice(0, half), holds.slice(0, half))
  const openshift = ranges(around.slice(half), holds.slice(half))
  if (upstream === undefined || openshift === undefined) return (upstream ?? openshift ?? []).join(',')
  if (upstream.join() === openshift.join()) return upstream.join(',')
  return [...upstream.map((range) => `upstream:${range}`), ...openshift.map((range) => `openshift:${range}`)].join(',')
}

/** The ranges of one edition; `undefined` when it never has the object around. */
function ranges(around: readonly boolean[], holds: readonly boolean[]): readonly string[] | undefined {
  if (!around.includes(true)) return undefined
  const found: string[] = []
  let since: string | undefined
  let last: string | undefined
  let missed = false
  const close = (until: string) => {
    if (last === undefined) return
    found.push(`${since ?? ''}-${until}`)
    last = undefined
  }
  for (const [at, release] of releases.entries()) {
    if (!around[at]) continue
    if (holds[at]) {
      if (last === undefined) since = missed ? release : undefined
      last = release
    } else {
      close(last ?? '')
      missed = true
    }
  }
  close('')
  return found
}
