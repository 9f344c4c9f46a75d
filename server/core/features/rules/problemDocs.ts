import type { Rule } from './rule.ts'
import { allRules } from './ruleTable.ts'
import { shapeDocs } from './shapeDocs.ts'
import { yamlDocs } from './yamlDocs.ts'

/** What the documentation says of one problem id: a rule's own words, or those of a check that is no rule. */
export type ProblemDoc = Pick<Rule, 'id' | 'title' | 'why' | 'bad' | 'good' | 'severity'>

/** The words for every id that a document can be reported under. */
export const problemDocs: readonly ProblemDoc[] = [...allRules, ...shapeDocs, ...yamlDocs]
