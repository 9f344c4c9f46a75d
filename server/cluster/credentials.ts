import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Clock } from './clock.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import type { ExecCredential } from './execCredential.ts'
import type { UserEntry } from './kubeconfig.ts'

/** What proves to the server who is asking. Never logged. */
export interface Credential {
  /** value of the `Authorization` header */
  readonly authorization: string | undefined
  /** PEM */
  readonly clientCertificate: string | undefined
  /** PEM */
  readonly clientKey: string | undefined
}

/** Credentials that may change while a cluster is in use. */
export interface Credentials {
  /** The credential to use now. Throws ClusterError `unauthorized` or `invalid` when there is none to be had. */
  get(signal: AbortSignal): Promise<Credential>
  /** After a 401: drops what was remembered. True when trying once more may help. */
  renew(refused: Credential): boolean
}

/** Where credentials come from that take more than reading a file. */
export interface CredentialSource {
  get(signal: AbortSignal): Promise<ExecCredential>
  /** Drops what is remembered, if it is still what the caller was refused with. */
  drop(refused: Credential): void
}

/** Files are read again when this old: tokens of service accounts are replaced under our feet (client-go: one minute). */
const fileMaxAgeMs = 60_000

/**
 * Credentials of a kubeconfig user: token (a readable `tokenFile` wins over it), basic auth, client certificate, and
 * `source` (exec plugin or auth provider) where the kubeconfig gives no token itself.
 */
export function createCredentials(
  connection: Connection,
  clock: Clock,
  source: CredentialSource | undefined,
): Credentials {
  const { user } = connection
  const files = new Map<string, { readonly text: string; readonly readAtMs: number }>()
  return { get, renew }

  async function get(signal: AbortSignal): Promise<Credential> {
    const own = await readOwn()
    if (source === undefined || own.authorization !== undefined) return own
    const sourced = await source.get(signal)
    return {
      authorization: sourced.authorization ?? own.authorization,
      clientCertificate: sourced.clientCertificate ?? own.clientCertificate,
      clientKey: sourced.clientKey ?? own.clientKey,
    }
  }

  function renew(refused: Credential): boolean {
    const hadFiles = files.size > 0
    files.clear()
    source?.drop(refused)
    return hadFiles || source !== undefined
  }

  async function readOwn(): Promise<Credential> {
    const token = await readToken()
    return {
      authorization: token === undefined ? basicAuth(user) : `Bearer ${token}`,
      clientCertificate: user.clientCertificateData ?? (await readCached(user.clientCertificate, 'client certificate')),
      clientKey: user.clientKeyData ?? (await readCached(user.clientKey, 'client key')),
    }
  }

  async function readToken(): Promise<string | undefined> {
    if (user.tokenFile === undefined) return user.token
    try {
      return (await readCached(user.tokenFile, 'token'))?.trim() || user.token
    } catch (error) {
      if (user.token !== undefined) return user.token
      throw error
    }
  }

  async function readCached(file: string | undefined, what: string): Promise<string | undefined> {
    if (file === undefined) return undefined
    const known = files.get(file)
    if (known !== undefined && clock.now() - known.readAtMs < fileMaxAgeMs) return known.text
    const text = await readCredentialFile(file, `the ${what} of user \`${user.name}\``)
    files.set(file, { text, readAtMs: clock.now() })
    return text
  }
}

/** Reads a file that a kubeconfig names. Throws ClusterError `invalid` saying which and what it was for. */
export async function readCredentialFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ClusterError('invalid', `${what} cannot be read: ${why}; correct the kubeconfig or log in again`, {
      cause: error,
    })
  }
}

/** Tells two TLS identities apart without keeping them. */
export function tlsKeyOf(credential: Credential): string {
  return createHash('sha256')
    .update(JSON.stringify([credential.clientCertificate, credential.clientKey]))
    .digest('base64')
}

function basicAuth(user: UserEntry): string | undefined {
  if (user.username === undefined && user.password === undefined) return undefined
  return `Basic ${Buffer.from(`${user.username ?? ''}:${user.password ?? ''}`).toString('base64')}`
}
