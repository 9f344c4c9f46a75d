import type { Diagnostic } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { LanguageService } from '../core/languageService.ts'
import type { Range } from '../core/yaml/yamlNode.ts'
import type { Session } from '../session/session.ts'
import type { Client } from './clientTraits.ts'
import { toDiagnostic, toRange } from './convert.ts'
import type { Neighbours } from './neighbours.ts'
import type { Refusals } from './refusals.ts'
import type { RunConsole } from './runConsole.ts'

/** Every diagnostic of one document as of now. */
export type DocumentDiagnostics = (document: TextDocument) => Diagnostic[]

export interface DiagnosticSources {
  readonly client: Client
  readonly session: Session
  readonly service: LanguageService
  readonly refusals: Refusals
  readonly console: RunConsole
  readonly neighbours: Neighbours
}

/** Joins what the language service finds with what servers said against the text, linked to rules and logs. */
export function documentDiagnostics({
  client,
  session,
  service,
  refusals,
  console,
  neighbours,
}: DiagnosticSources): DocumentDiagnostics {
  return (document) => {
    const { facts } = session
    const found = service.problems({ uri: document.uri, text: document.getText() }, neighbours.surroundings())
    const logPlace = ({ module, printed }: { module: string; printed: string }) =>
      console.place(`${facts.target?.context}/${module}`, printed)
    const filePlace = (uri: string, range: Range) => {
      const other = neighbours.document(uri)
      return other && { uri, range: toRange(other, range) }
    }
    const links = { ruleDocs: client.ruleDocs, logPlace, filePlace }
    return [...found, ...refusals.of(document)].map((problem) => toDiagnostic(document, problem, links))
  }
}
