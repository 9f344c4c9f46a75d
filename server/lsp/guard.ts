import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node'

/** What a handler may take before its duration is worth a line in the log. */
const slowMs = 100

/**
 * Wraps a handler: an error answers this request alone, with its message, and the server lives on. Failures are logged
 * with method and duration; slow answers too.
 */
export function guard<A extends unknown[], R>(
  connection: Connection,
  method: string,
  handler: (...args: A) => R | Promise<R>,
) {
  return async (...args: A): Promise<R> => {
    const startMs = performance.now()
    try {
      const answer = await handler(...args)
      const tookMs = performance.now() - startMs
      // Commands wait for people: only answers can be slow.
      if (tookMs > slowMs && method !== 'workspace/executeCommand')
        connection.console.info(`${method} took ${Math.round(tookMs)} ms`)
      return answer
    } catch (error) {
      // An answer in itself, such as why something cannot be renamed.
      if (error instanceof ResponseError) throw error
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      connection.console.error(`${method} failed after ${Math.round(performance.now() - startMs)} ms: ${text}`)
      throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error))
    }
  }
}

/** Lets go of a message to the client: a client that refuses it, or is gone, is logged and nothing more. */
export function detach(connection: Connection, what: string, sent: Promise<unknown>): void {
  sent.catch((error: unknown) => {
    connection.console.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  })
}
