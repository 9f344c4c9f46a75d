import { parseTarget } from '../core/features/parseTarget.ts'
import { problemDocs } from '../core/features/rules/problemDocs.ts'
import type { TargetRelease } from '../core/kmm/release.ts'
import { nearestKey } from '../core/schema/nearestKey.ts'
import type { Arguments } from './parseArguments.ts'

export const checkFormats = ['text', 'json', 'sarif', 'github'] as const
export type CheckFormat = (typeof checkFormats)[number]

/** What `kmm check` was asked to do. */
export interface CheckOptions {
  /** files, folders and `-`, each once */
  readonly paths: readonly string[]
  readonly format: CheckFormat
  /** infinite when any number is allowed */
  readonly maxWarnings: number
  readonly fix: boolean
  /** ids that are not reported, with `kmm/` */
  readonly suppressed: readonly string[]
  /** the KMM to judge for; absent for the newest */
  readonly target?: TargetRelease
}

/** Reads the arguments of `kmm check`, or says in a sentence what is wrong with them. */
export function parseCheckOptions(given: Arguments): CheckOptions | { readonly sentence: string } {
  const paths = [...new Set(given.operands)]
  if (paths.length === 0) return { sentence: 'name the files or folders to check: `kmm check module.yaml`' }
  const wanted = given.value('format') ?? 'text'
  const format = checkFormats.find((one) => one === wanted)
  if (format === undefined) return { sentence: `\`--format\` is text, json, sarif or github, not \`${wanted}\`` }
  const maxWarnings = parseCount(given.value('max-warnings'))
  if (maxWarnings === undefined) return { sentence: '`--max-warnings` needs a whole number from 0' }
  const fix = given.has('fix')
  if (fix && paths.includes('-')) return { sentence: '`--fix` writes files and cannot write stdin; name the files' }
  const suppressed = given.values('suppress').map((id) => (id.startsWith('kmm/') ? id : `kmm/${id}`))
  const ids = problemDocs.map((doc): string => doc.id)
  const unknown = suppressed.find((id) => !ids.includes(id))
  if (unknown !== undefined) return { sentence: unknownId(unknown, ids) }
  const target = parseTarget(given.value('kmm-version') ?? '', given.value('kmm-edition') ?? '')
  if (target !== undefined && 'sentence' in target) return target
  return { paths, format, maxWarnings, fix, suppressed, ...(target && { target }) }
}

function unknownId(id: string, ids: readonly string[]): string {
  const near = nearestKey(id, ids)
  return `there is no problem \`${id}\` to suppress${near === undefined ? '' : `; did you mean \`${near}\`?`}`
}

/** No option allows any number; what is no whole number is `undefined`. */
function parseCount(value: string | undefined): number | undefined {
  if (value === undefined) return Number.POSITIVE_INFINITY
  return /^\d+$/.test(value) ? Number(value) : undefined
}
