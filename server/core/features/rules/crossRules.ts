import type { KmmModule } from '../../kmm/kmmModule.ts'
import type { Problem } from '../problem.ts'
import { dockerfileRules } from './dockerfiles.ts'
import { namedObjectRules } from './namedObjects.ts'
import type { Rule, RuleContext } from './rule.ts'

/** Rules about a Module and the objects that it names. Only what is in sight is judged; what is absent is not wrong. */
export const crossRules: readonly Rule[] = [...dockerfileRules, ...namedObjectRules]

/** What the objects in sight give reason to say about a Module. */
export function crossProblems(module: KmmModule, context: RuleContext): readonly Problem[] {
  const problems: Problem[] = []
  for (const { id, severity, check } of crossRules)
    check(module, context, (finding) => problems.push({ id, ...finding, severity: finding.severity ?? severity }))
  return problems
}
