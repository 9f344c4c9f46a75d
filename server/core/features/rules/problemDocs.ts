import { crossRules } from './crossRules.ts'
import { liveRules } from './live.ts'
import { metadataDocs } from './metadataDocs.ts'
import type { ProblemDoc, ProblemFamily } from './problemDoc.ts'
import { releaseDocs } from './releaseDocs.ts'
import { ruleTable } from './ruleTable.ts'
import { refusedDocs, runDocs } from './runDocs.ts'
import { shapeDocs } from './shapeDocs.ts'
import { suppressionDocs } from './suppressionDocs.ts'
import { yamlDocs } from './yamlDocs.ts'

/** The words for every id that a document can be reported under. */
export const problemFamilies: readonly ProblemFamily[] = [
  {
    title: 'What a Module means',
    about:
      "Errors here are what KMM's admission webhook refuses on apply. It stops at the first; the editor shows all of them. Warnings are accepted, and fail on the node or surprise.",
    docs: ruleTable,
  },
  {
    title: 'What a Module says of other objects',
    about:
      'Found where the ConfigMaps, Secrets and Namespaces that a Module names stand in the same file or beside it. What is not in sight is not judged.',
    docs: crossRules,
  },
  {
    title: 'What the connected cluster shows',
    about: 'Found only while connected, from the nodes that the cluster has at this moment.',
    docs: liveRules,
  },
  {
    title: 'Fields and their values',
    about:
      "The API server compares the document with the kind's schema before KMM sees it, and refuses what does not fit. It reads YAML 1.1, in which more words are numbers and booleans than many editors show.",
    docs: shapeDocs,
  },
  {
    title: 'Releases and kinds',
    about:
      'What the installed KMM makes of kinds and fields; without a word on which it is, the newest release counts.',
    docs: releaseDocs,
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
    title: 'Suppression',
    about:
      'A comment `# kmm-ignore: id, id` takes problems off its line, or off the next one when it has a line of its own; `# kmm-ignore-file: id` off the whole file; the setting `kmm.suppress` off everything. What apply refuses it refuses all the same.',
    docs: suppressionDocs,
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
