import { type Connection, MessageType } from 'vscode-languageserver/node'
import { detach } from './guard.ts'

const types = { error: MessageType.Error, warning: MessageType.Warning, info: MessageType.Info } as const

/** Shows a person a sentence that needs no answer (LSP `window/showMessage`). */
export function tell(connection: Connection, kind: keyof typeof types, message: string): void {
  detach(
    connection,
    'window/showMessage',
    connection.sendNotification('window/showMessage', { type: types[kind], message }),
  )
}
