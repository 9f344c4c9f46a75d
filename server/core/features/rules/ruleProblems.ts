import type { KmmModule } from '../../kmm/kmmModule.ts'
import { spanCovers, type TargetRelease } from '../../kmm/release.ts'
import type { Problem } from '../problem.ts'
import type { Finding, Rule, RuleContext } from './rule.ts'
import { ruleTable } from './ruleTable.ts'
import { type Found, mappingOf } from './soundMappings.ts'

/** What the rule table has to say of a Module. */
export interface RuleProblems {
  readonly problems: readonly Problem[]
  /** what rules that judge each mapping by itself found because of the mappings they were shown */
  readonly ofMappings: readonly Found[]
}

/** Those of a document that is no Module. */
export const noRuleProblems: RuleProblems = { problems: [], ofMappings: [] }

/**
 * What the rules of the table that hold for the target find in a Module, which goes to `asked.namespace` when it names
 * none itself. `open` is the Module with those mappings only that the rules have to see that judge each by itself.
 */
export function ruleProblems(
  module: KmmModule,
  asked: { readonly namespace: string; readonly target: TargetRelease },
  open: KmmModule,
): RuleProblems {
  const { target } = asked
  const context: RuleContext = { namespace: module.namespace?.value || asked.namespace, target }
  const problems: Problem[] = []
  const ofMappings: Found[] = []
  for (const rule of ruleTable) {
    if (!spanCovers(rule.releases, target)) continue
    const found = findingsOf(rule, rule.eachMapping ? open : module, context)
    for (const finding of found) problems.push(problemOf(rule, finding))
    if (rule.eachMapping && found.length > 0) ofMappings.push(...foundInMappings(rule, found, module, context))
  }
  return { problems, ofMappings }
}

function findingsOf(rule: Rule, module: KmmModule, context: RuleContext): readonly Finding[] {
  const found: Finding[] = []
  rule.check(module, context, (finding) => found.push(finding))
  return found
}

/** What a rule found, without what it finds outside of mappings as well when there are none. */
function foundInMappings(
  rule: Rule,
  found: readonly Finding[],
  module: KmmModule,
  context: RuleContext,
): readonly Finding[] {
  const inside = found.filter(({ path }) => mappingOf(module, path) !== undefined)
  if (inside.length === found.length) return inside
  const outside = findingsOf(rule, { ...module, kernelMappings: [] }, context)
  return inside.length + outside.length === found.length ? inside : found
}

function problemOf(rule: Rule, finding: Finding): Problem {
  const { severity = rule.severity, ...rest } = finding
  return {
    ...rest,
    id: rule.id,
    severity,
    ...(rule.webhookOrder !== undefined && severity === 'error' && { refusal: { stage: 'webhook' } }),
    ...(rule.id.endsWith('-deprecated') && { tags: ['deprecated'] }),
  }
}
