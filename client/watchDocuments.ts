import * as vscode from 'vscode'
import { isCandidate } from './documentSelector.ts'
import { isKmmText } from './kmmDocument.ts'

/** Whether the document is one that the server serves. */
export function isKmmDocument(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return document !== undefined && isCandidate(document) && isKmmText(document.getText())
}

/**
 * The editor that a person works in: the active one, also while the logs beside it have the focus, which VS Code takes
 * for an editor of their own.
 */
export function editorInFront(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors, tabGroups } = vscode.window
  if (activeTextEditor?.document.uri.scheme !== 'output') return activeTextEditor
  const input = tabGroups.activeTabGroup.activeTab?.input
  if (!(input instanceof vscode.TabInputText)) return undefined
  return visibleTextEditors.find(({ document }) => document.uri.toString() === input.uri.toString())
}

/**
 * Tells of the first KMM document that is open or comes to be one, and whether one is in the active editor, at once
 * and whenever that changes.
 */
export function watchDocuments(tell: { found(): void; active(isKmm: boolean): void }): vscode.Disposable {
  let found = false
  let active: boolean | undefined
  const look = (document: vscode.TextDocument | undefined) => {
    const isActive = document === editorInFront()?.document
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
  look(editorInFront()?.document)
  for (const document of vscode.workspace.textDocuments) look(document)
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.window.onDidChangeActiveTextEditor(() => look(editorInFront()?.document)),
  )
}
