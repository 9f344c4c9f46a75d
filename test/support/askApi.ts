import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createInterface } from 'node:readline'

/** Who asks, of whom; with TLS when there is a CA. Without `token` the request is anonymous. */
export interface ApiPeer {
  readonly server: string
  readonly ca?: string
  readonly token?: string | undefined
}

export interface ApiRequest {
  readonly method?: string
  /** path and query, beginning with `/` */
  readonly path: string
  /** text is sent as it stands, anything else as JSON */
  readonly body?: unknown
  readonly contentType?: string
  readonly accept?: string
}

export interface ApiAnswer {
  readonly status: number
  readonly text: string
  /** the body read as JSON; `undefined` when it is not JSON */
  readonly json: unknown
}

/** Asks an API server, the practice cluster's or a real one, and reads the whole answer. Rejects only when there is none. */
export async function askApi(peer: ApiPeer, asked: ApiRequest): Promise<ApiAnswer> {
  const response = await send(peer, asked)
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode ?? 0, text, json: parseJson(text) }
}

/** The first lines of an endless answer, which is cut then. Rejects when they do not come within 10 s. */
export async function readFirstLines(peer: ApiPeer, asked: ApiRequest, count: number): Promise<readonly string[]> {
  const response = await send(peer, asked)
  const lines: string[] = []
  const late = setTimeout(() => response.destroy(new Error(`only ${lines.length} lines of ${asked.path}`)), DEADLINE_MS)
  try {
    for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
      lines.push(line)
      if (lines.length === count) break
    }
  } finally {
    clearTimeout(late)
    response.destroy()
  }
  if (lines.length < count) throw new Error(`${asked.path} ended after ${lines.length} lines`)
  return lines
}

const DEADLINE_MS = 10_000

function send(peer: ApiPeer, asked: ApiRequest): Promise<IncomingMessage> {
  const { method = 'GET', path, accept = 'application/json', contentType = 'application/json' } = asked
  const body = asked.body === undefined || typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body)
  const headers = {
    accept,
    'user-agent': 'contract/1',
    ...(peer.token === undefined ? {} : { authorization: `Bearer ${peer.token}` }),
    ...(body === undefined ? {} : { 'content-type': contentType, 'content-length': String(Buffer.byteLength(body)) }),
  }
  const open = peer.server.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const tls = peer.ca === undefined ? {} : { ca: peer.ca }
    const outgoing = open(`${peer.server}${path}`, { method, headers, ...tls, agent: false }, resolve)
    outgoing.setTimeout(DEADLINE_MS, () => outgoing.destroy(new Error(`no answer: ${method} ${path}`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
