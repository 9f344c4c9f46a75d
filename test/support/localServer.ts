import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import type { Server as NetServer } from 'node:net'

/** A server on a free loopback port, made for one test. */
export interface LocalServer {
  readonly url: string
  readonly port: number
  /** method and path with query of every request, in order */
  readonly requests: readonly ReceivedRequest[]
  /** how many connections were opened to it */
  readonly connections: number
  /** Cuts whatever is open and stops listening. */
  close(): Promise<void>
}

export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: string
}

export type Handler = (request: ReceivedRequest, response: ServerResponse) => void

/** Starts a server, with TLS when given certificates. The handler is called once a request's body is in. */
export async function startLocalServer(handler: Handler, tls?: ServerOptions): Promise<LocalServer> {
  const requests: ReceivedRequest[] = []
  let connections = 0
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url: path = '', headers, rawHeaders } = incoming
      const request = { method, path, headers, rawHeaders, body: Buffer.concat(chunks).toString('utf8') }
      requests.push(request)
      handler(request, response)
    })
  }
  const server: Server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener)
  server.on(tls === undefined ? 'connection' : 'secureConnection', () => {
    connections += 1
  })
  const port = await listen(server)
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Listens on a free loopback port and resolves with it. */
export function listen(server: NetServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'))
      else resolve(address.port)
    })
  })
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

/** Answers with a `Status`, as an API server refuses. */
export function sendStatus(response: ServerResponse, status: number, reason: string, message: string): void {
  sendJson(response, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code: status }, status)
}
