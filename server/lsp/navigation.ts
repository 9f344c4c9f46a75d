import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Surroundings } from '../core/features/surroundings.ts'
import type { LanguageService, TextFile } from '../core/languageService.ts'
import { toRange } from './convert.ts'
import { toDocumentLink, toDocumentSymbol, toHighlight, toLocation, toWorkspaceEdit } from './convertNavigation.ts'

/** Makes a handler that answers for open documents, and `none` for others. */
export type OnDocument = <P extends { readonly textDocument: { readonly uri: string } }, R>(
  method: string,
  none: R,
  answer: (document: TextDocument, file: TextFile, params: P) => R,
) => (params: P) => Promise<R>

export interface NavigationParts {
  readonly connection: Connection
  readonly service: LanguageService
  readonly on: OnDocument
  readonly surroundings: () => Surroundings
}

/** Outline, links, highlights, and the names of objects: definition, references, rename. */
export function registerNavigation({ connection, service, on, surroundings }: NavigationParts): void {
  connection.onDocumentSymbol(
    on('textDocument/documentSymbol', [], (document, file) =>
      service.symbols(file).map((symbol) => toDocumentSymbol(document, symbol)),
    ),
  )
  connection.onDocumentLinks(
    on('textDocument/documentLink', [], (document, file) =>
      service.links(file).map((link) => toDocumentLink(document, link)),
    ),
  )
  connection.onDocumentHighlight(
    on('textDocument/documentHighlight', [], (document, file, { position }) =>
      service
        .highlights(file, document.offsetAt(position), surroundings())
        .map((highlight) => toHighlight(document, highlight)),
    ),
  )
  connection.onDefinition(
    on('textDocument/definition', [], (document, file, { position }) =>
      service
        .references(file, document.offsetAt(position), surroundings())
        .filter(({ use }) => use.declares)
        .map(toLocation),
    ),
  )
  connection.onReferences(
    on('textDocument/references', [], (document, file, { position, context }) =>
      service
        .references(file, document.offsetAt(position), surroundings())
        .filter(({ use }) => context.includeDeclaration || !use.declares)
        .map(toLocation),
    ),
  )
  connection.onPrepareRename(
    on('textDocument/prepareRename', null, (document, file, { position }) => {
      const target = service.renameTarget(file, document.offsetAt(position), surroundings())
      if ('refusal' in target) throw refused(target.refusal)
      return { range: toRange(document, target.range), placeholder: target.name }
    }),
  )
  connection.onRenameRequest(
    on('textDocument/rename', null, (document, file, { position, newName }) => {
      const edits = service.rename(file, document.offsetAt(position), newName, surroundings())
      if ('refusal' in edits) throw refused(edits.refusal)
      return toWorkspaceEdit(edits)
    }),
  )
}

/** Clients show the sentence of a failed rename to the person. */
function refused(sentence: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence)
}
