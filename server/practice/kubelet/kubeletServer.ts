import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { parseLogQuery, type ReadContainerLog } from '../containerLogs.ts'

export interface KubeletServer {
  readonly port: number
  close(): void
}

/**
 * Serves logs the way a kubelet does, so that a real API server can fetch them: HTTPS on loopback,
 * `GET /containerLogs/NAMESPACE/POD/CONTAINER`. One port serves all nodes.
 */
export async function startKubeletServer(
  certificate: { readonly cert: string; readonly key: string },
  readContainerLog: ReadContainerLog,
): Promise<KubeletServer> {
  const server = createServer(certificate, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://kubelet')
    const [route, namespace, pod, container] = url.pathname.slice(1).split('/').map(decodeURIComponent)
    if (route !== 'containerLogs' || namespace === undefined || pod === undefined || container === undefined) {
      return sendText(response, 404, '404 page not found')
    }
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const answer = readContainerLog(
      parseLogQuery(url.searchParams, { namespace, pod, container }, Date.now()),
      gone.signal,
    )
    if (answer.status !== 200) return sendText(response, answer.status, answer.text)
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.flushHeaders()
    void pipe(answer.lines, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { port: portOf(server.address()), close }
}

async function pipe(lines: AsyncIterable<string>, response: ServerResponse): Promise<void> {
  for await (const line of lines) response.write(`${line}\n`)
  response.end()
}

function sendText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'text/plain' })
  response.end(text)
}

/** The port of a server that listens on TCP. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}
