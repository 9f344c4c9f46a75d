import * as vscode from 'vscode'
import { isCandidate } from './documentSelector.ts'
import { isKmmText } from './kmmDocument.ts'

/** Whether the document is one that the server serves. */
export function isKmmDocument(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return document !== undefined && isCandidate(document) && isKmmText(document.getText())
}

/**
 * Tells of the first KMM document that is open or comes to be one, and whether one is in the active editor, at once
 * and whenever that changes.
 */
export function watchDocuments(tell: { found(): void; active(isKmm: boolean): void }): vscode.Disposable {
  let found = false
  let active: boolean | undefined
  const look = (document: vscode.TextDocument | undefined) => {
    const isActive = document === vscode.window.activeTextEditor?.document
    if (!isActive && found) return
    const isKmm = isKmmDocument(document)
    if (isKmm && !found) {
      found = true
      tell.found()
    }
    if (!isActive || isKmm === active) return
    active = isKmm
    tell.active(isKmm)
  }
  look(vscode.window.activeTextEditor?.document)
  for (const document of vscode.workspace.textDocuments) look(document)
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.window.onDidChangeActiveTextEditor((editor) => look(editor?.document)),
  )
}
