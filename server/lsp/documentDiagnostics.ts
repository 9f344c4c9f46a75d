import type { Diagnostic } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { LanguageService } from '../core/languageService.ts'
import type { Session } from '../session/session.ts'
import type { Client } from './clientTraits.ts'
import { toDiagnostic } from './convert.ts'
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
}

/** Joins what the language service finds with what servers said against the text, linked to rules and logs. */
export function documentDiagnostics({
  client,
  session,
  service,
  refusals,
  console,
}: DiagnosticSources): DocumentDiagnostics {
  return (document) => {
    const { facts } = session
    const found = service.problems({ uri: document.uri, text: document.getText() }, { cluster: facts, client })
    const logPlace = ({ module, printed }: { module: string; printed: string }) =>
      console.place(`${facts.target?.context}/${module}`, printed)
    const links = { ruleDocs: client.ruleDocs, logPlace }
    return [...found, ...refusals.of(document)].map((problem) => toDiagnostic(document, problem, links))
  }
}
