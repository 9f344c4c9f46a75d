import * as vscode from 'vscode'
import { type WholeDocument, wholeDocuments } from '../server/lsp/protocol.ts'
import { documentSelector } from './documentSelector.ts'
import { newDocumentWord } from './emptyDocument.ts'
import { isKmmText } from './kmmDocument.ts'
import type { Server } from './server.ts'

/** Longer files are not looked through for an empty document at their end. */
const mostLines = 5_000

/**
 * Offers whole Modules where a YAML document is still empty, in files that the server does not know, since nothing of
 * KMM's is in them yet. The server is started when a person asks there.
 */
export function offerWholeDocuments(loadServer: () => Promise<Server>): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider([...documentSelector], {
    provideCompletionItems: async (document, position, token) => {
      const text = document.getText()
      if (document.lineCount > mostLines || isKmmText(text)) return undefined
      const word = newDocumentWord(text.split(/\r?\n/), position.line, position.character)
      if (word === undefined) return undefined
      const answer = await (await loadServer()).request(wholeDocuments, {})
      if (token.isCancellationRequested || !Array.isArray(answer)) return undefined
      const range = new vscode.Range(position.translate(0, -position.character), position)
      return answer.filter(isWholeDocument).map((one, at) => itemOf(one, at, range))
    },
  })
}

function itemOf({ label, detail, documentation, snippet }: WholeDocument, at: number, range: vscode.Range) {
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet)
  item.detail = detail
  item.documentation = new vscode.MarkdownString(documentation)
  item.insertText = new vscode.SnippetString(snippet)
  item.keepWhitespace = true
  item.filterText = `${label} kmm`
  item.sortText = String(at).padStart(2, '0')
  item.range = range
  return item
}

function isWholeDocument(value: unknown): value is WholeDocument {
  if (typeof value !== 'object' || value === null) return false
  return ['label', 'detail', 'documentation', 'snippet'].every((key) => typeof Reflect.get(value, key) === 'string')
}
