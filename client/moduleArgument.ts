import * as vscode from 'vscode'
import type { ModuleArgument } from '../server/lsp/protocol.ts'
import { editorInFront, isKmmDocument } from './watchDocuments.ts'

/**
 * Which Module a command means: the one of the lens that was clicked, else the one at the cursor of the editor that
 * the menu belongs to or that is active. The version is that of the text as the person sees it now. `undefined` when
 * that is no KMM document.
 */
export function moduleArgument(args: readonly unknown[]): ModuleArgument | undefined {
  const [given] = args
  const lens = isLensArgument(given) ? given : undefined
  const uri = lens ? vscode.Uri.parse(lens.uri) : given instanceof vscode.Uri ? given : undefined
  const document = uri === undefined ? editorInFront()?.document : findDocument(uri)
  if (!isKmmDocument(document)) return undefined
  const line = lens?.line ?? cursorLine(document)
  return {
    uri: document.uri.toString(),
    version: document.version,
    ...(line === undefined ? {} : { line }),
  }
}

function isLensArgument(given: unknown): given is { readonly uri: string; readonly line?: number } {
  if (typeof given !== 'object' || given === null || !('uri' in given) || typeof given.uri !== 'string') return false
  return !('line' in given) || typeof given.line === 'number'
}

function findDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())
}

function cursorLine(document: vscode.TextDocument): number | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors]
  return editors.find((editor) => editor?.document === document)?.selection.active.line
}
