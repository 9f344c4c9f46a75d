import * as vscode from 'vscode'
import type { ConnectionStatus } from '../server/lsp/protocol.ts'
import type { CommandId } from './commandIds.ts'
import { documentSelector } from './documentSelector.ts'
import { statusText } from './statusText.ts'

/** Where the person works: on the status bar, and in the language status of KMM documents. */
export interface StatusItems extends vscode.Disposable {
  show(status: ConnectionStatus): void
  /** A KMM document is in front of the person, or no longer. */
  setActive(isKmmDocument: boolean): void
}

const connect: CommandId = 'kmm.connect'

/** Both items are quiet until a KMM document is open; once connected the status bar keeps saying to which cluster. */
export function createStatusItems(): StatusItems {
  const bar = vscode.window.createStatusBarItem('kmm.connection', vscode.StatusBarAlignment.Left)
  const language = vscode.languages.createLanguageStatusItem('kmm.connection', [])
  let now: ConnectionStatus = { state: 'disconnected' }
  let active = false
  const draw = () => {
    const { label, detail, severity } = statusText(now)
    const connected = now.state === 'connected' || now.state === 'stale'
    const title = connected ? 'Change Context…' : 'Connect to Cluster…'
    bar.name = 'KMM Cluster'
    bar.text = label
    bar.tooltip = `${detail}\n\n${title}`
    bar.command = connect
    bar.accessibilityInformation = { label: `${label}. ${detail}`, role: 'button' }
    bar.backgroundColor =
      severity === 'information' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`)
    language.name = 'KMM Cluster'
    language.text = label
    language.detail = detail.split('\n', 1)[0] ?? ''
    language.busy = now.state === 'connecting'
    language.severity = severities[severity]
    language.command = { command: connect, title }
    language.accessibilityInformation = { label: `${label}. ${detail}` }
    language.selector = active ? [...documentSelector] : []
    if (active || connected) bar.show()
    else bar.hide()
  }
  draw()
  return {
    show: (status) => {
      now = status
      void vscode.commands.executeCommand('setContext', 'kmm.connected', ['connected', 'stale'].includes(status.state))
      draw()
    },
    setActive: (isKmmDocument) => {
      active = isKmmDocument
      draw()
    },
    dispose: () => vscode.Disposable.from(bar, language).dispose(),
  }
}

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
} as const
