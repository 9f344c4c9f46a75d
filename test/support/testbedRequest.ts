import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { createInterface } from 'node:readline'

/** Who asks, of whom. Without `token` the request is anonymous. */
export interface TestbedPeer {
  readonly server: string
  readonly ca: string
  readonly token?: string | undefined
}

export interface TestbedRequest {
  readonly method?: string
  /** Path and query, beginning with `/`. */
  readonly path: string
  /** Sent as it stands. */
  readonly body?: string
  readonly contentType?: string
  readonly accept?: string
}

export interface TestbedAnswer {
  readonly status: number
  readonly text: string
  /** The body read as JSON; `undefined` when it is not JSON. */
  readonly json: unknown
}

/** An answer that comes line by line: a watch or a followed log. */
export interface TestbedStream {
  readonly status: number
  readonly lines: AsyncIterable<string>
  close(): void
}

/** Asks the API server and reads the whole answer. Rejects only when there is none, whatever its status. */
export async function askTestbed(peer: TestbedPeer, asked: TestbedRequest): Promise<TestbedAnswer> {
  const response = await send(peer, asked)
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode ?? 0, text, json: parseJson(text) }
}

/** Opens a watch or a log. Its lines end when the server or `close` ends the answer. */
export async function streamTestbed(peer: TestbedPeer, asked: TestbedRequest): Promise<TestbedStream> {
  const response = await send(peer, asked)
  return {
    status: response.statusCode ?? 0,
    lines: createInterface({ input: response, crlfDelay: Infinity }),
    close: () => void response.destroy(),
  }
}

const DEADLINE_MS = 30_000

function send(peer: TestbedPeer, asked: TestbedRequest): Promise<IncomingMessage> {
  const method = asked.method ?? 'GET'
  const headers: Record<string, string> = { accept: asked.accept ?? 'application/json' }
  if (peer.token !== undefined) headers.authorization = `Bearer ${peer.token}`
  if (asked.body !== undefined) {
    headers['content-type'] = asked.contentType ?? 'application/json'
    headers['content-length'] = String(Buffer.byteLength(asked.body))
  }
  return new Promise((resolve, reject) => {
    // A connection of its own for each request: none is left open to a server that a test has killed.
    const outgoing = request(`${peer.server}${asked.path}`, { method, headers, ca: peer.ca, agent: false }, resolve)
    outgoing.setTimeout(DEADLINE_MS, () =>
      outgoing.destroy(new Error(`no answer within ${DEADLINE_MS} ms: ${method} ${asked.path}`)),
    )
    outgoing.on('error', reject)
    outgoing.end(asked.body)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
