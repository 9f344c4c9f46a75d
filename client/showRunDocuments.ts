import * as vscode from 'vscode'
import { runDocumentScheme } from '../server/lsp/protocol.ts'

/** Gives captured run logs, which the server serves as read-only documents, the colours of a run log. */
export function showRunDocuments(): vscode.Disposable {
  return vscode.workspace.onDidOpenTextDocument((document) => {
    if (document.uri.scheme !== runDocumentScheme || document.languageId === 'kmm-run-log') return
    void vscode.languages.setTextDocumentLanguage(document, 'kmm-run-log')
  })
}
