import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { ClusterError } from '../cluster/clusterError.ts'
import type { Problem } from '../core/features/problem.ts'
import type { YamlDocument } from '../core/yaml/yamlNode.ts'
import { refusalProblems } from '../session/refusal.ts'

/** What servers said against documents, until those are edited. */
export interface Refusals {
  set(text: Pick<TextDocument, 'uri' | 'version'>, document: YamlDocument, error: ClusterError): void
  /** Problems with file offsets for just this version of the text. */
  of(text: TextDocument): readonly Problem[]
}

/** `onChange` is called when there is something new to show. */
export function createRefusals(onChange: () => void): Refusals {
  const known = new Map<string, { version: number; problems: readonly Problem[] }>()
  return {
    set(text, document, error) {
      const problems = refusalProblems(document, error).map((problem) => ({
        ...problem,
        range: { start: problem.range.start + document.start, end: problem.range.end + document.start },
      }))
      known.set(text.uri, { version: text.version, problems })
      onChange()
    },
    of(text) {
      const found = known.get(text.uri)
      return found?.version === text.version ? found.problems : []
    },
  }
}
