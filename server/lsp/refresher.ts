import type { Connection, TextDocuments } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Session } from '../session/session.ts'
import type { Client } from './clientTraits.ts'
import type { DocumentDiagnostics } from './documentDiagnostics.ts'
import { detach } from './guard.ts'
import { type ConnectionStatus, status } from './protocol.ts'

/** Makes the client ask again, or pushes to one that does not pull, when something but the text has changed. */
export interface Refresher {
  refresh(): void
  /** Pushes the diagnostics of one document to a client that does not pull them. */
  push(document: TextDocument): void
  clear(document: TextDocument): void
  /** counts the changes that were not of a text: an answer of an older epoch is out of date */
  epoch(): number
}

export interface RefresherParts {
  readonly connection: Connection
  readonly client: Client
  readonly session: Session
  readonly documents: TextDocuments<TextDocument>
  readonly diagnosticsOf: DocumentDiagnostics
}

/** One place that knows which of the refresh requests this client understands. */
export function createRefresher({ connection, client, session, documents, diagnosticsOf }: RefresherParts): Refresher {
  let epoch = 0
  const send = (what: string, sent: Promise<unknown>) => detach(connection, what, sent)
  const ask = (method: string) => send(method, connection.sendRequest(method))
  const push = (document: TextDocument) => {
    if (client.pullsDiagnostics) return
    const diagnostics = diagnosticsOf(document)
    send(
      'textDocument/publishDiagnostics',
      connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics }),
    )
  }
  return {
    refresh() {
      epoch += 1
      if (client.surfaces.has('status')) send(status, connection.sendNotification(status, statusOf(session)))
      if (client.pullsDiagnostics && client.refreshesDiagnostics) ask('workspace/diagnostic/refresh')
      else for (const document of documents.all()) push(document)
      if (client.refreshesInlayHints) ask('workspace/inlayHint/refresh')
      if (client.refreshesCodeLenses) ask('workspace/codeLens/refresh')
    },
    push,
    clear(document) {
      if (client.pullsDiagnostics) return
      send('textDocument/publishDiagnostics', connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }))
    },
    epoch: () => epoch,
  }
}

function statusOf({ connection: { state, target, detail } }: Session): ConnectionStatus {
  return {
    state,
    ...(target === undefined ? {} : { context: target.context, namespace: target.namespace, server: target.server }),
    ...(detail === undefined ? {} : { detail }),
  }
}
