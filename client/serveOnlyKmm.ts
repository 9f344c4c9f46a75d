import type { TextDocument } from 'vscode'
import {
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ErrorCodes,
  type LanguageClient,
  type Middleware,
  ResponseError,
} from 'vscode-languageclient/node'
import { isKmmText } from './kmmDocument.ts'

/**
 * Middleware that keeps every document away from the server that is not KMM's, whatever its language. A document that
 * becomes KMM's while it is typed is opened on the server then, and closed there when it stops being KMM's.
 */
export function serveOnlyKmm(client: () => LanguageClient): Middleware {
  const served = new Set<string>()
  const keyOf = (document: TextDocument) => client().code2ProtocolConverter.asUri(document.uri)
  return {
    didOpen: async (document, next) => {
      if (!isKmmText(document.getText())) return
      served.add(keyOf(document))
      await next(document)
    },
    didChange: async (event, next) => {
      const { document } = event
      const isServed = served.has(keyOf(document))
      const isKmm = isKmmText(document.getText())
      if (isServed && isKmm) return next(event)
      if (isKmm)
        return client().getFeature(DidOpenTextDocumentNotification.method).getProvider(document)?.send(document)
      if (isServed)
        return client().getFeature(DidCloseTextDocumentNotification.method).getProvider(document)?.send(document)
    },
    didClose: async (document, next) => {
      if (served.delete(keyOf(document))) await next(document)
    },
    didSave: async (document, next) => {
      if (served.has(keyOf(document))) await next(document)
    },
    sendRequest: async (type, param, token, next) => {
      const uri = documentOf(param)
      if (uri === undefined || served.has(uri)) return next(type, param, token)
      // Of all errors this is the one that each feature quietly takes for "nothing to show".
      throw new ResponseError(ErrorCodes.PendingResponseRejected, 'not a document of KMM')
    },
  }
}

/** The document that a request is about, when it is about one. */
function documentOf(param: unknown): string | undefined {
  if (typeof param !== 'object' || param === null || !('textDocument' in param)) return undefined
  const { textDocument } = param
  if (typeof textDocument !== 'object' || textDocument === null || !('uri' in textDocument)) return undefined
  return typeof textDocument.uri === 'string' ? textDocument.uri : undefined
}
