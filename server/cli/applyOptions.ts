import { parseTarget } from '../core/features/parseTarget.ts'
import type { TargetRelease } from '../core/kmm/release.ts'
import { defaults } from '../session/defaults.ts'
import type { Io } from './io.ts'
import type { Arguments } from './parseArguments.ts'

/** What `kmm apply` was asked to do. */
export interface ApplyOptions {
  readonly path: string
  readonly kubeconfig: string | undefined
  readonly context: string | undefined
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly document: string | undefined
  readonly yes: boolean
  readonly dryRun: boolean
  readonly follow: boolean
  readonly failAfterMs: number
  /** the KMM to judge for; absent for the newest */
  readonly target?: TargetRelease
}

/** Reads the arguments of `kmm apply`, or says in a sentence what is wrong with them. */
export function parseApplyOptions(io: Io, given: Arguments): ApplyOptions | { readonly sentence: string } {
  const [path, ...others] = given.operands
  if (path === undefined) return { sentence: 'name the file to apply: `kmm apply module.yaml`' }
  if (others.length > 0)
    return { sentence: `\`kmm apply\` takes one file; apply \`${others[0]}\` by a call of its own` }
  const seconds = Number(given.value('fail-after') ?? defaults.failAfterSeconds)
  if (!(seconds > 0)) return { sentence: '`--fail-after` needs a number of seconds above 0' }
  const yes = given.has('yes')
  const dryRun = given.has('dry-run')
  if (!yes && !dryRun && (path === '-' || !io.interactive)) {
    const why = path === '-' ? 'stdin holds the document' : 'this is no terminal'
    return { sentence: `nobody can be asked, since ${why}: pass --yes to apply without a question, or --dry-run` }
  }
  const target = parseTarget(given.value('kmm-version') ?? '', given.value('kmm-edition') ?? '')
  if (target !== undefined && 'sentence' in target) return target
  return {
    path,
    kubeconfig: given.value('kubeconfig'),
    context: given.value('context'),
    namespace: given.value('namespace'),
    name: given.value('name'),
    document: given.value('document'),
    yes,
    dryRun,
    follow: !given.has('no-follow'),
    failAfterMs: seconds * 1000,
    ...(target && { target }),
  }
}
