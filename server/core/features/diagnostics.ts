import { kmmModule } from '../kmm/kmmModule.ts'
import { newestRelease } from '../kmm/release.ts'
import { checkMetadata } from '../schema/checkMetadata.ts'
import { checkShape } from '../schema/checkShape.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import { fieldText } from '../yaml/yamlPath.ts'
import { checkBoot } from './checkBoot.ts'
import { checkKind } from './checkKind.ts'
import { checkPreflight } from './checkPreflight.ts'
import { documentKind } from './documentKind.ts'
import type { Problem, TextEdit } from './problem.ts'
import { noRuleProblems, ruleProblems } from './rules/ruleProblems.ts'
import { mappingOf, type SoundMappings } from './rules/soundMappings.ts'
import type { TargetKmm } from './targetKmm.ts'
import { isPlaced, yamlProblems } from './yamlProblems.ts'

export interface ProblemContext {
  /** where a document without namespace goes: the context's namespace, else `default` */
  readonly namespace: string
  /** requests go to `namespace` whatever the document says (`kubectl --namespace`): another one in it is refused */
  readonly namespaceFixed?: boolean
  /** the KMM that the document is judged for; the newest when nobody says */
  readonly target?: TargetKmm | undefined
  /** remembers what need not be judged again, for a text that a person types in */
  readonly soundMappings?: SoundMappings
}

/**
 * Everything that is wrong with one document, all at once, each on the narrowest place. An error is what the API
 * server would refuse on apply (`refusal` says at which stage), the rest is accepted. Documents that are not KMM's have
 * no problems, text-level ones included: they are other people's.
 */
export function problems(document: YamlDocument, context: ProblemContext): readonly Problem[] {
  if (document.guessed === true) return []
  const kind = documentKind(document, context.target)
  const wrongKind = checkKind(document, context.target)
  if (kind === undefined && wrongKind.length === 0) return []
  const text = yamlProblems(document)
  const sure = (found: readonly Problem[]) => (isPlaced(document) ? found : found.map(withoutGuesses))
  if (kind === undefined) return sure([...text, ...wrongKind])
  const module = kmmModule(document)
  const { namespace, target = newestRelease, soundMappings } = context
  const judging = module && soundMappings?.judge(module, [kind.schema, target.edition, target.version, namespace])
  const shape = checkShape(document, kind.schema, kind.release, judging?.sound)
  const rules =
    module === undefined ? noRuleProblems : ruleProblems(module, { namespace, target }, judging?.open ?? module)
  judging?.end([...shape.filter(({ path }) => module && mappingOf(module, path) !== undefined), ...rules.ofMappings])
  const found = [
    ...text,
    ...wrongKind,
    ...shape,
    ...checkMetadata(document, context.namespaceFixed && kind.namespaced === true ? context.namespace : undefined),
    ...withoutMissing(rules.problems, shape),
    ...checkPreflight(document, kind, context.target),
    ...checkBoot(document, kind),
  ]
  const isWhole = !document.templated && !isTorn(document)
  return sure(isWhole ? found : found.filter((problem) => !needsWhole.has(problem.id)))
}

/** Without what the webhook would say of a field that the schema, which is asked before it, misses already. */
function withoutMissing(found: readonly Problem[], shape: readonly Problem[]): readonly Problem[] {
  const missing = new Set(shape.filter(({ id }) => id === 'kmm/missing-key').map(({ path }) => fieldText(path)))
  if (missing.size === 0) return found
  return found.filter(({ path, refusal }) => refusal?.stage !== 'webhook' || !missing.has(fieldText(path)))
}

/** Without the fixes that put keys where they may belong to something else, or take away what is not written. */
function withoutGuesses(problem: Problem): Problem {
  if (problem.id.startsWith('kmm/yaml-') || problem.fixes === undefined) return problem
  const isGuess = ({ range, newText }: TextEdit) =>
    range.start === range.end && (newText === '' || newText.includes('\n') || /^,|: /.test(newText))
  return { ...problem, fixes: problem.fixes.filter(({ edits }) => !edits.some(isGuess)) }
}

/** Whether something is written that YAML cannot place, so that keys may hang where nobody wants them. */
function isTorn(document: YamlDocument): boolean {
  return document.problems.some((problem) => tearing.has(problem.id))
}

const tearing = new Set<Problem['id']>([
  'kmm/yaml-syntax',
  'kmm/yaml-nested',
  'kmm/yaml-indent',
  'kmm/yaml-tab',
  'kmm/yaml-open-bracket',
  'kmm/yaml-missing-character',
])

/** Where keys may be missing that a person has written, or a template will add, nothing lacks and nothing contradicts. */
const needsWhole = new Set<Problem['id']>([
  'kmm/missing-key',
  'kmm/too-few-items',
  'kmm/no-matcher',
  'kmm/literal-and-regexp',
  'kmm/image-missing',
  'kmm/module-name-missing',
  'kmm/raw-args-with-module-name',
  'kmm/loading-order',
  'kmm/in-tree-twice',
  'kmm/files-to-sign-missing',
  'kmm/files-to-sign-outside',
  'kmm/toleration-key',
  'kmm/toleration-seconds',
  'kmm/toleration-value',
  'kmm/dra-device-class-name',
  'kmm/name-too-long',
  'kmm/null-value',
  'kmm/sign-no-image',
  'kmm/reference-empty',
  'kmm/volume-mount-unknown',
  'kmm/volume-unused',
  'kmm/image-constant',
  'kmm/image-built-once',
  'kmm/selector-every-node',
])
