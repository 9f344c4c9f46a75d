import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { version as nodeVersion } from 'node:process'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Agents, createAgents } from './agents.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import { type Credential, tlsKeyOf } from './credentials.ts'
import { impersonationHeaders } from './impersonation.ts'
import { networkError } from './networkError.ts'
import { proxyAuthorization } from './tunnelAgent.ts'

/** One HTTP request, below the server's address. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** path with query, beginning with `/` */
  readonly path: string
  readonly accept?: string
  readonly contentType?: string
  readonly body?: string
  /** allows the server to compress its answer */
  readonly compressed?: boolean
  /** the answer goes on: use a connection that requests do not wait for */
  readonly stream?: boolean
}

/** An answer whose body has yet to be read. It must be read to its end or destroyed. */
export interface HttpAnswer {
  readonly status: number
  readonly warnings: readonly string[]
  readonly retryAfterMs: number | undefined
  readonly body: Readable
}

export interface Transport {
  /**
   * Sends one request once and resolves with the answer's head. Throws ClusterError; when the signal aborts, its
   * reason. The signal goes on to govern the body.
   */
  send(request: HttpRequest, credential: Credential, signal: AbortSignal): Promise<HttpAnswer>
  /** Closes all connections. */
  close(): void
}

/** HTTP/1.1 with keep-alive to one API server. `version` is our own, for the User-Agent header. */
export function createTransport(connection: Connection, version: string): Transport {
  const agents = new Map<string, Promise<Agents>>()
  const userAgent = `kmm/${version} node/${nodeVersion.slice(1)}`
  return { send, close }

  async function send(request: HttpRequest, credential: Credential, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      const pair = await agentsFor(credential)
      signal.throwIfAborted()
      const answer = await sendOnce(request, credential, request.stream === true ? pair.streams : pair.requests, signal)
      return {
        status: answer.statusCode ?? 0,
        warnings: (answer.headersDistinct.warning ?? []).flatMap(parseWarning),
        retryAfterMs: parseRetryAfter(answer.headers['retry-after']),
        body: answer.headers['content-encoding'] === 'gzip' ? unzip(answer) : answer,
      }
    } catch (error) {
      if (signal.aborted && signal.reason instanceof ClusterError) throw signal.reason
      throw networkError(error, connection)
    }
  }

  function close(): void {
    for (const pair of agents.values()) {
      pair.then(
        ({ requests, streams }) => {
          requests.destroy()
          streams.destroy()
        },
        () => {},
      )
    }
    agents.clear()
  }

  function agentsFor(credential: Credential): Promise<Agents> {
    const key = tlsKeyOf(credential)
    const known = agents.get(key)
    if (known !== undefined) return known
    const made = createAgents(connection, credential)
    agents.set(key, made)
    // What failed is tried anew next time: the file may be there by then.
    made.catch(() => agents.delete(key))
    return made
  }

  function sendOnce(
    request: HttpRequest,
    credential: Credential,
    agent: Agents['requests'],
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { url, proxy } = connection
    const plainProxy = url.protocol === 'http:' ? proxy : undefined
    const address = plainProxy ?? url
    const path = `${url.pathname.replace(/\/+$/, '')}${request.path}`
    const start = address.protocol === 'https:' ? httpsRequest : httpRequest
    return new Promise((resolve, reject) => {
      const sent = start({
        agent,
        signal,
        method: request.method,
        host: address.hostname.replace(/^\[|\]$/g, ''),
        port: address.port || (address.protocol === 'https:' ? 443 : 80),
        path: plainProxy === undefined ? path : `${url.origin}${path}`,
        headers: { ...headersOf(request, credential), ...(plainProxy ? proxyAuthorization(plainProxy) : {}) },
      })
      sent.on('socket', (socket) => socket.setKeepAlive(true, 30_000))
      sent.on('response', resolve)
      sent.on('error', reject)
      sent.end(request.body)
    })
  }

  function headersOf(request: HttpRequest, credential: Credential): OutgoingHttpHeaders {
    const compressed = request.compressed === true && !connection.cluster.disableCompression
    return {
      Host: connection.url.host,
      Accept: request.accept ?? 'application/json',
      'User-Agent': userAgent,
      ...(compressed ? { 'Accept-Encoding': 'gzip' } : {}),
      ...(credential.authorization === undefined ? {} : { Authorization: credential.authorization }),
      ...impersonationHeaders(connection.user.impersonate),
      ...(request.body === undefined
        ? {}
        : {
            'Content-Type': request.contentType ?? 'application/json',
            'Content-Length': Buffer.byteLength(request.body),
          }),
    }
  }
}

function unzip(answer: IncomingMessage): Readable {
  const unzipped = createGunzip()
  answer.on('error', (error) => unzipped.destroy(error))
  unzipped.on('close', () => answer.destroy())
  return answer.pipe(unzipped)
}

/** The text of one `Warning` header of code 299 (RFC 9111 §5.5), as API servers send them. */
function parseWarning(header: string): string[] {
  const quoted = /^299 [^ ]+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1]
  return quoted === undefined ? [] : [quoted.replace(/\\(.)/g, '$1')]
}

function parseRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) * 1000 : undefined
}
