import { type ClientRequestArgs, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { ClusterError } from './clusterError.ts'

/** An https agent whose connections go through an http or https proxy (CONNECT, RFC 9110 §9.3.6). */
export class TunnelAgent extends Agent {
  readonly #proxy: URL
  readonly #options: AgentOptions

  constructor(options: AgentOptions, proxy: URL) {
    super(options)
    this.#options = options
    this.#proxy = proxy
  }

  override createConnection(
    options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = options.host ?? ''
    const tunnel = openTunnel(this.#proxy, host, Number(options.port ?? 443))
    tunnel.then(
      (socket) => {
        const servername = this.#options.servername
        // The defaults that https.Agent would fill in: verify and announce the host we ask for.
        const secured: TLSSocket = connect({ ...this.#options, host, socket, ...serverName(servername, host) })
        callback?.(null, secured)
      },
      // Node passes an error on without looking at the second argument.
      (error: Error) => Reflect.apply(callback ?? ignore, undefined, [error]),
    )
    return undefined
  }
}

/** The `Proxy-Authorization` header that a proxy's address asks for. */
export function proxyAuthorization(proxy: URL): { readonly 'Proxy-Authorization'?: string } {
  if (proxy.username === '') return {}
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

function serverName(given: string | undefined, host: string): { servername?: string } {
  if (given !== undefined) return { servername: given }
  return /^[\d.]+$|:/.test(host) ? {} : { servername: host }
}

function openTunnel(proxy: URL, host: string, port: number): Promise<Duplex> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      headers: { Host: authority, ...proxyAuthorization(proxy) },
      agent: false,
    })
    request.setTimeout(10_000, () => request.destroy(proxyError(proxy, 'it did not answer within 10 seconds')))
    request.on('connect', (answer: IncomingMessage, socket: Duplex) => {
      if (answer.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(proxyError(proxy, `it answered ${answer.statusCode} ${answer.statusMessage ?? ''}`.trim()))
    })
    request.on('response', (answer) => {
      answer.destroy()
      reject(proxyError(proxy, `it answered ${answer.statusCode} instead of opening a connection`))
    })
    request.on('error', (error) => reject(error instanceof ClusterError ? error : proxyError(proxy, error.message)))
    request.end()
  })
}

function proxyError(proxy: URL, why: string): ClusterError {
  return new ClusterError('unreachable', `the proxy ${proxy.protocol}//${proxy.host} cannot be used: ${why}`)
}

function ignore(): void {}
