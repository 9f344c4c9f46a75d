import { liveRules } from './live.ts'
import { metadataDocs } from './metadataDocs.ts'
import type { Rule } from './rule.ts'
import { ruleTable } from './ruleTable.ts'
import { refusedDocs, runDocs } from './runDocs.ts'
import { shapeDocs } from './shapeDocs.ts'
import { yamlDocs } from './yamlDocs.ts'

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

/** The words for every id that a document can be reported under. */
export const problemFamilies: readonly ProblemFamily[] = [
  {
    title: 'What a Module means',
    about:
      "Errors here are what KMM's admission webhook refuses on apply. It stops at the first; the editor shows all of them. Warnings are accepted, and fail on the node or surprise.",
    docs: ruleTable,
  },
  {
    title: 'What the connected cluster shows',
    about: 'Found only while connected, from the nodes that the cluster has at this moment.',
    docs: liveRules,
  },
  {
    title: 'Fields and their values',
    about:
      "The API server compares the document with the kind's schema before KMM sees it, and refuses what does not fit. Quoted or not, values are read as YAML 1.1.",
    docs: shapeDocs,
  },
  {
    title: 'Name, labels and the rest of metadata',
    about: 'What the API server demands of every object, whatever its kind.',
    docs: metadataDocs,
  },
  {
    title: 'YAML',
    about:
      'The API server cannot read the text, so it refuses the document before it knows what it is about. Where another YAML extension reports such errors, these are left to it.',
    docs: yamlDocs,
  },
  {
    title: 'What a run failed on',
    about:
      'After *Apply and Load Module* or *Follow Module*, on the line of the Module that most likely caused it. They go when the next run begins.',
    docs: runDocs,
  },
  {
    title: 'What the server said',
    about: 'After a dry run or an apply that the server refused.',
    docs: refusedDocs,
  },
]

/** All of them, in the order of the families. */
export const problemDocs: readonly ProblemDoc[] = problemFamilies.flatMap((family) => family.docs)
