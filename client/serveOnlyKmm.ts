import type { TextDocument } from 'vscode'
import { ErrorCodes, type Middleware, ResponseError } from 'vscode-languageclient/node'
import { isKmmText } from './kmmDocument.ts'

/** How a document is named to the server, and how the language client tells it of one that was there all along. */
export interface DocumentChannel {
  uriOf(document: TextDocument): string
  open(document: TextDocument): Promise<void>
  close(document: TextDocument): Promise<void>
}

/**
 * Middleware that keeps every document away from the server that is not KMM's, whatever its language. A document that
 * becomes KMM's while it is typed is opened on the server then, and closed there when it stops being KMM's.
 */
export function serveOnlyKmm(channel: DocumentChannel) {
  const served = new Set<string>()
  return {
    didOpen: async (document, next) => {
      const uri = channel.uriOf(document)
      // It may have stopped being one while the server was down.
      served.delete(uri)
      if (!isKmmText(document.getText())) return
      served.add(uri)
      await next(document)
    },
    didChange: async (event, next) => {
      const { document } = event
      const isServed = served.has(channel.uriOf(document))
      const isKmm = isKmmText(document.getText())
      if (isServed && isKmm) await next(event)
      else if (isKmm) await channel.open(document)
      else if (isServed) await channel.close(document)
    },
    didClose: async (document, next) => {
      if (served.delete(channel.uriOf(document))) await next(document)
    },
    didSave: async (document, next) => {
      if (served.has(channel.uriOf(document))) await next(document)
    },
    sendRequest: async (type, param, token, next) => {
      const uri = documentOf(param)
      if (uri === undefined || served.has(uri)) return next(type, param, token)
      // Of all errors this is the one that each feature quietly takes for "nothing to show".
      throw new ResponseError(ErrorCodes.PendingResponseRejected, 'not a document of KMM')
    },
  } satisfies Middleware
}

/** The document that a request is about, when it is about one. */
function documentOf(param: unknown): string | undefined {
  if (typeof param !== 'object' || param === null || !('textDocument' in param)) return undefined
  const { textDocument } = param
  if (typeof textDocument !== 'object' || textDocument === null || !('uri' in textDocument)) return undefined
  return typeof textDocument.uri === 'string' ? textDocument.uri : undefined
}
