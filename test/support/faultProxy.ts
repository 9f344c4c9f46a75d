import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { listen } from './localServer.ts'

/** What goes wrong with a request. Without `path` and `method` it may be any; without `times` it is so until cleared. */
export type Fault = FaultKind & {
  /** of the path with query, as text that must occur or as a pattern */
  readonly path?: string | RegExp
  readonly method?: string
  readonly times?: number
}

export type FaultKind =
  /** the proxy answers itself; without a body, with the `Status` a real server would send */
  | { readonly type: 'answer'; readonly status: number; readonly body?: string; readonly headers?: OutgoingHttpHeaders }
  /** the connection is cut before the request is passed on */
  | { readonly type: 'refuse' }
  /** the connection is cut after the request was passed on, when this many bytes of the answer's body came back */
  | { readonly type: 'cut'; readonly afterBytes: number }
  /** the answer ends cleanly after this many bytes */
  | { readonly type: 'end'; readonly afterBytes: number }
  /** nothing more comes after this many bytes, and the connection stays open; at 0 not even the head comes */
  | { readonly type: 'stall'; readonly afterBytes: number }
  /** the request is passed on once the promise resolves */
  | { readonly type: 'delay'; readonly until: Promise<void> }

/** A proxy that stands for an API server and can be told to fail. */
export interface FaultProxy {
  readonly url: string
  /** `GET /path?query` of every request that arrived, in order */
  readonly requests: readonly string[]
  inject(fault: Fault): void
  /** Takes back all faults; answers that are stalled stay so. */
  clear(): void
  /** Cuts all connections, as when the server dies; new ones are welcome. */
  cutAll(): void
  close(): Promise<void>
}

/** Starts a proxy before the API server at `upstream`. An upstream's certificate is not checked. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const target = new URL(upstream)
  const requests: string[] = []
  let faults: { readonly fault: Fault; left: number }[] = []
  const server = createServer((incoming, response) => void handle(incoming, response))
  const port = await listen(server)

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    inject: (fault) => {
      faults = [...faults, { fault, left: fault.times ?? Number.POSITIVE_INFINITY }]
    },
    clear: () => {
      faults = []
    },
    cutAll: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming
    requests.push(`${method} ${url}`)
    const fault = takeFault(method, url)
    if (fault?.type === 'refuse') return void incoming.socket.destroy()
    if (fault?.type === 'answer') {
      incoming.resume()
      response.writeHead(fault.status, { 'Content-Type': 'application/json', ...fault.headers })
      return void response.end(fault.body ?? statusBody(fault.status))
    }
    if (fault?.type === 'delay') await fault.until
    forward(incoming, response, fault)
  }

  function takeFault(method: string, path: string): Fault | undefined {
    const found = faults.find(({ fault, left }) => left > 0 && matches(fault, method, path))
    if (found !== undefined) found.left -= 1
    return found?.fault
  }

  function forward(incoming: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest
    // Compressed bytes cannot be counted by whoever wrote the test.
    const { 'accept-encoding': _, ...headers } = incoming.headers
    const sent = send({
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers: { ...headers, host: target.host },
      rejectUnauthorized: false,
    })
    sent.on('response', (answer) => passBack(answer, response, fault))
    sent.on('error', () => response.destroy())
    response.on('close', () => sent.destroy())
    incoming.pipe(sent)
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false
  if (fault.path === undefined) return true
  return typeof fault.path === 'string' ? path.includes(fault.path) : fault.path.test(path)
}

function passBack(answer: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
  const limit = fault !== undefined && 'afterBytes' in fault ? fault.afterBytes : Number.POSITIVE_INFINITY
  if (fault?.type === 'stall' && limit === 0) return void answer.resume()
  const {
    'content-length': _length,
    'transfer-encoding': _encoding,
    connection: _connection,
    ...headers
  } = answer.headers
  response.writeHead(answer.statusCode ?? 502, headers)
  response.flushHeaders()
  let passed = 0
  answer.on('data', (chunk: Buffer) => {
    if (passed >= limit) return
    const part = chunk.subarray(0, limit - passed)
    passed += part.length
    response.write(part, () => passed >= limit && stop())
  })
  answer.on('end', () => {
    if (passed < limit || fault?.type === 'end') response.end()
  })
  answer.on('error', () => response.destroy())
  if (limit === 0) stop()

  function stop(): void {
    if (fault?.type === 'end') response.end()
    if (fault?.type === 'cut') response.socket?.write('', () => response.destroy())
  }
}

const reasons: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: [
    'Forbidden',
    'nodes is forbidden: User "viewer" cannot list resource "nodes" in API group "" at the cluster scope',
  ],
  404: ['NotFound', 'the server could not find the requested resource'],
  409: ['Conflict', 'Apply failed with 1 conflict: conflict with "kubectl": .spec.selector'],
  410: ['Expired', 'too old resource version: 1 (2)'],
  429: ['TooManyRequests', 'storage is (re)initializing'],
  500: ['InternalError', 'Internal error occurred'],
  503: ['ServiceUnavailable', 'apiserver not ready'],
}

function statusBody(status: number): string {
  const [reason, message] = reasons[status] ?? ['', `answer ${status}`]
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code: status })
}
