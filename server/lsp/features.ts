import {
  type Connection,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type TextDocuments,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { AboutField } from '../core/features/completionItem.ts'
import { distinctFixes } from '../core/fileProblems.ts'
import type { LanguageService, TextFile } from '../core/languageService.ts'
import type { Client } from './clientTraits.ts'
import { toCodeAction, toCodeLens, toCompletionItem, toHover, toInlayHint, toMarkdown, toOffsets } from './convert.ts'
import type { DocumentDiagnostics } from './documentDiagnostics.ts'
import { guard } from './guard.ts'
import { registerNavigation } from './navigation.ts'
import type { Neighbours } from './neighbours.ts'
import { type ModuleArgument, type WholeDocument, wholeDocuments } from './protocol.ts'

export interface FeatureParts {
  readonly connection: Connection
  readonly client: Client
  readonly service: LanguageService
  readonly documents: TextDocuments<TextDocument>
  readonly diagnosticsOf: DocumentDiagnostics
  readonly epoch: () => number
  readonly neighbours: Neighbours
}

/** The handler table: each LSP request to the language service's method and back. */
export function registerFeatures(parts: FeatureParts): void {
  const { connection, client, service, documents, diagnosticsOf, epoch, neighbours } = parts
  const { surroundings } = neighbours
  /** Runs a handler on an open document; others have no answer. */
  const on = <P extends { readonly textDocument: { readonly uri: string } }, R>(
    method: string,
    none: R,
    answer: (document: TextDocument, file: TextFile, params: P) => R,
  ) =>
    guard(connection, method, (params: P) => {
      const document = documents.get(params.textDocument.uri)
      return document === undefined ? none : answer(document, { uri: document.uri, text: document.getText() }, params)
    })

  registerNavigation({ connection, service, on, surroundings })
  connection.onCompletion(
    on('textDocument/completion', [], (document, file, { position }) =>
      service
        .completion(file, document.offsetAt(position), surroundings())
        .map((item) => toCompletionItem(document, item, client)),
    ),
  )
  connection.onRequest(
    wholeDocuments,
    guard(connection, wholeDocuments, () => {
      const nothing = { uri: 'kmm:/new.yaml', text: '' }
      return service.completion(nothing, 0, surroundings()).map(
        ({ label, detail = '', documentation = '', snippet, insertText }): WholeDocument => ({
          label,
          detail,
          documentation,
          snippet: snippet ?? insertText,
        }),
      )
    }),
  )
  connection.onCompletionResolve((item) => {
    const about = aboutOf(item.data)
    const text = about && service.completionDocumentation(about, surroundings())
    return text === undefined ? item : { ...item, documentation: toMarkdown(text) }
  })
  connection.onHover(
    on('textDocument/hover', null, (document, file, { position }) => {
      const found = service.hover(file, document.offsetAt(position), surroundings())
      return found === undefined ? null : toHover(document, found)
    }),
  )
  connection.onCodeAction(
    on('textDocument/codeAction', [], (document, file, { range, context }) => {
      const here = toOffsets(document, range)
      // Some editors ask at the cursor, and name the problems of its line besides.
      const beside = context.diagnostics.flatMap(({ code, range: other }) => {
        const there = toOffsets(document, other)
        if (there.start <= here.end && here.start <= there.end) return []
        const fixes = service.fixes(file, there, surroundings())
        return fixes.filter(({ problem }) => problem.id === code && problem.range.start === there.start)
      })
      return distinctFixes([...service.fixes(file, here, surroundings()), ...beside]).map((fix) =>
        toCodeAction(document, fix, context.diagnostics),
      )
    }),
  )
  connection.onCodeLens(
    on('textDocument/codeLens', [], (document, file) =>
      service
        .codeLens(file, surroundings())
        .map((lens) =>
          toCodeLens(
            document,
            lens,
            (line): ModuleArgument => ({ uri: document.uri, version: document.version, line }),
          ),
        ),
    ),
  )
  connection.languages.inlayHint.on(
    on('textDocument/inlayHint', [], (document, file, { range }) =>
      service.inlayHints(file, toOffsets(document, range), surroundings()).map((hint) => toInlayHint(document, hint)),
    ),
  )
  connection.languages.diagnostics.on(
    guard(
      connection,
      'textDocument/diagnostic',
      ({ textDocument, previousResultId }: DocumentDiagnosticParams): DocumentDiagnosticReport => {
        const document = documents.get(textDocument.uri)
        if (document === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] }
        // The text and what is known besides decide the answer; neither changed, nothing changed.
        const resultId = `${document.version}/${epoch()}/${neighbours.count()}`
        if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
        const items = diagnosticsOf(document)
        return { kind: DocumentDiagnosticReportKind.Full, resultId, items }
      },
    ),
  )
}

/** `data` comes back from the client: looked at, not believed. */
function aboutOf(data: unknown): AboutField | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { kind, apiVersion, path }: { kind?: unknown; apiVersion?: unknown; path?: unknown } = data
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !Array.isArray(path)) return undefined
  return { kind, apiVersion, path: path.filter((step) => typeof step === 'string' || typeof step === 'number') }
}
