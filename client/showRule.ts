import * as vscode from 'vscode'
import type { CommandHandler } from './commands.ts'

/**
 * Shows what docs/rules.md, which ships with the extension, says of a problem's id: rendered and scrolled there, or as
 * text where VS Code's Markdown support is off. Without an id the page opens at its beginning.
 */
export function showRule(rulesPage: vscode.Uri): CommandHandler {
  return async (id) => {
    const heading = typeof id === 'string' ? (/^kmm\/([a-z0-9-]+)$/.exec(id)?.[1] ?? '') : ''
    const page = rulesPage.with({ fragment: heading })
    const rendered = vscode.extensions.getExtension('vscode.markdown-language-features') !== undefined
    await vscode.commands.executeCommand(rendered ? 'markdown.showPreviewToSide' : 'vscode.open', page)
  }
}
