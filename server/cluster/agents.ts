import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createSecureContext, getCACertificates, rootCertificates, type SecureContext } from 'node:tls'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import { type Credential, readCredentialFile } from './credentials.ts'
import { TunnelAgent } from './tunnelAgent.ts'

/** Connections for calls that end, and for those that stay; the latter must not starve the former. */
export interface Agents {
  readonly requests: HttpAgent
  readonly streams: HttpAgent
}

/** Idle connections are closed before servers and load balancers do it, for a request on a dying one cannot be repeated. */
const idleMs = 25_000

/**
 * Keep-alive agents for one TLS identity. Throws ClusterError `invalid` for certificates that cannot be read.
 * A kubeconfig's CA replaces the default ones, as in client-go.
 */
export async function createAgents(connection: Connection, credential: Credential): Promise<Agents> {
  const requests: AgentOptions = { keepAlive: true, maxSockets: 8, timeout: idleMs, scheduling: 'lifo' }
  const streams: AgentOptions = { keepAlive: true }
  if (connection.url.protocol === 'http:') {
    const Agent = connection.proxy?.protocol === 'https:' ? HttpsAgent : HttpAgent
    return { requests: new Agent(requests), streams: new Agent(streams) }
  }
  const { cluster, proxy } = connection
  const tls = {
    secureContext: readSecureContext(await readAuthority(connection), credential, connection),
    rejectUnauthorized: !cluster.insecureSkipTlsVerify,
    ...(cluster.tlsServerName === undefined ? {} : { servername: cluster.tlsServerName }),
  }
  if (proxy === undefined) {
    return { requests: new HttpsAgent({ ...requests, ...tls }), streams: new HttpsAgent({ ...streams, ...tls }) }
  }
  return {
    requests: new TunnelAgent({ ...requests, ...tls }, proxy),
    streams: new TunnelAgent({ ...streams, ...tls }, proxy),
  }
}

async function readAuthority({ cluster }: Connection): Promise<string | string[]> {
  if (cluster.certificateAuthorityData !== undefined) return cluster.certificateAuthorityData
  if (cluster.certificateAuthority !== undefined) {
    return readCredentialFile(cluster.certificateAuthority, `the certificate authority of cluster \`${cluster.name}\``)
  }
  // Node's list and the machine's: companies put their own authority there.
  if (typeof getCACertificates !== 'function') return [...rootCertificates]
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
}

function readSecureContext(ca: string | string[], credential: Credential, connection: Connection): SecureContext {
  const { clientCertificate: cert, clientKey: key } = credential
  try {
    return createSecureContext({ ca, ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) })
  } catch (error) {
    const { context, user } = connection.target
    const why = error instanceof Error ? error.message : String(error)
    const message = `a certificate or key of context \`${context}\` (user \`${user}\`) is unusable: ${why}; correct the kubeconfig or log in again`
    throw new ClusterError('invalid', message, { cause: error })
  }
}
