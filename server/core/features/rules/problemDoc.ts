import type { Rule } from './rule.ts'

/** What the documentation says of one problem id: a rule's own words, or those of a check that is no rule. */
export interface ProblemDoc extends Pick<Rule, 'id' | 'title' | 'why' | 'severity'> {
  /** absent where no few lines show it */
  readonly bad?: string
  readonly good?: string
  readonly releases?: Rule['releases']
  readonly source?: Rule['source']
  /** what the log or the status of a pod says, line by line */
  readonly says?: readonly string[]
  /** what a person does about it, where `why` and `good` do not say so */
  readonly advice?: string
}

/** Problems that are found in one way. */
export interface ProblemFamily {
  readonly title: string
  /** who finds them, and when */
  readonly about: string
  readonly docs: readonly ProblemDoc[]
}
