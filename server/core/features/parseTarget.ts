import { newestRelease, type TargetRelease } from '../kmm/release.ts'
import { columnOf, kmmReleases, releaseAt } from '../schema/schemaColumn.ts'

/**
 * Reads which KMM is meant: `2.4.1`, `v2.6`, nothing for the newest; `upstream` or `openshift`, nothing for upstream.
 * `undefined` when nobody asks for anything else than the newest of upstream; a sentence for a release or edition that does not exist. Never throws.
 */
export function parseTarget(
  version: string,
  edition: string,
): TargetRelease | { readonly sentence: string } | undefined {
  if (version === '' && (edition === '' || edition === 'upstream')) return undefined
  if (edition !== '' && edition !== 'upstream' && edition !== 'openshift') {
    return { sentence: `there is no edition \`${edition}\` of KMM: it is \`upstream\` or \`openshift\`` }
  }
  const plain = version.replace(/^v/, '') || newestRelease.version
  const target = { version: plain, edition: edition === 'openshift' ? edition : 'upstream' } as const
  const isKnown =
    /^\d+\.\d+(\.\d+)?$/.test(plain) && releaseAt(columnOf(target)).version === plain.split('.').slice(0, 2).join('.')
  if (isKnown) return target
  return {
    sentence: `there is no KMM \`${version}\` that this version knows: it knows ${kmmReleases[0]} to ${kmmReleases.at(-1)}, such as \`2.4.1\` or \`2.6\``,
  }
}
