import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import type { Credential, CredentialSource } from './credentials.ts'
import type { ExecCredential } from './execCredential.ts'
import { numberOf, parseJson, recordOf } from './json.ts'
import type { AuthProviderEntry } from './kubeconfig.ts'
import type { PluginCache } from './pluginCache.ts'

/** One user's login with an old-style auth provider. Keeps what a renewal gave it. */
export interface AuthProvider {
  /** Value of the `Authorization` header; undefined when there is none to be had. */
  authorize(): Promise<string | undefined>
}

/** What the separate bundle offers; it is loaded on first need, for few people need it and it is large. */
export interface AuthProviders {
  createAuthProvider(entry: AuthProviderEntry): AuthProvider
}

export interface AuthProviderParts {
  readonly connection: Connection
  readonly entry: AuthProviderEntry
  readonly clock: Clock
  readonly cache: PluginCache
  readonly load: () => Promise<AuthProviders>
}

/** Providers that kubectl removed in 1.26 in favour of plugins, and the plugin that took their place. */
const removed: Readonly<Record<string, string>> = { gcp: 'gke-gcloud-auth-plugin', azure: 'kubelogin' }
const marginMs = 10_000
const renewalDeadlineMs = 60_000

/**
 * Credentials from `auth-provider`. A valid `id-token` is used as it is; renewing one needs a refresh token. Throws
 * ClusterError `invalid` for providers that no longer exist, `unauthorized` when there is no valid token, and `timeout`
 * when the issuer does not answer within 60 s.
 */
export function authProviderSource({ connection, entry, clock, cache, load }: AuthProviderParts): CredentialSource {
  const who = `user \`${connection.user.name}\` (auth-provider \`${entry.name}\` in ${connection.user.file})`
  const key = createHash('sha256').update(JSON.stringify(entry)).digest('base64')
  const given = bearer(entry.config['id-token'])
  let isGivenRefused = false
  let provider: AuthProvider | undefined
  return { get, drop }

  async function get(signal: AbortSignal): Promise<ExecCredential> {
    checkProvider()
    const isValid = given !== undefined && clock.now() < (given.expiresAtMs ?? 0) - marginMs
    return isValid && !isGivenRefused ? given : cache.get(key, clock, signal, renew)
  }

  function drop(refused: Credential): void {
    if (refused.authorization === given?.authorization) isGivenRefused = true
    else cache.drop(key, refused)
  }

  function checkProvider(): void {
    const plugin = removed[entry.name]
    if (plugin !== undefined) {
      const message = `${who} logs in a way that kubectl gave up in 1.26; let the kubeconfig run the plugin \`${plugin}\` instead`
      throw new ClusterError('invalid', message)
    }
    if (entry.name === 'oidc') return
    throw new ClusterError('invalid', `${who} logs in a way that is not known; only \`oidc\` is, or use a plugin`)
  }

  async function renew(signal: AbortSignal): Promise<ExecCredential> {
    const lacking = ['refresh-token', 'client-id', 'idp-issuer-url'].filter((key) => !entry.config[key])
    if (lacking.length > 0) {
      const message = `the token of ${who} is missing or has expired, and without \`${lacking.join('`, `')}\` it cannot be renewed; log in again`
      throw new ClusterError('unauthorized', message)
    }
    const over = new AbortController()
    const end = () => over.abort()
    signal.addEventListener('abort', end, { once: true })
    try {
      const late = clock.delay(renewalDeadlineMs, over.signal).then(() => 'late' as const)
      const renewed = await Promise.race([authorize(), late])
      if (renewed === 'late') throw new ClusterError('timeout', `renewing the token of ${who} took too long; try again`)
      return renewed
    } finally {
      signal.removeEventListener('abort', end)
      over.abort()
    }
  }

  async function authorize(): Promise<ExecCredential> {
    try {
      // Whoever asks has no use for the token of the kubeconfig any more.
      provider ??= (await load()).createAuthProvider({ ...entry, config: { ...entry.config, 'id-token': '' } })
      const renewed = bearer((await provider.authorize())?.replace(/^Bearer /, ''))
      if (renewed !== undefined) return renewed
    } catch (error) {
      const why = explain(error)
      const hasAuthority = Object.keys(entry.config).some((key) => key.startsWith('idp-certificate-authority'))
      const advice = hasAuthority
        ? 'name the issuer’s authority in NODE_EXTRA_CA_CERTS, or log in again'
        : 'log in again'
      const message = `the token of ${who} could not be renewed: ${why}; ${advice}`
      throw new ClusterError('unauthorized', message, { cause: error })
    }
    throw new ClusterError('unauthorized', `the token of ${who} could not be renewed; log in again`)
  }
}

/** `fetch failed` says nothing; its cause does. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

function bearer(token: string | undefined): ExecCredential | undefined {
  if (!token) return undefined
  const expiresAtMs = jwtExpiryMs(token)
  return { authorization: `Bearer ${token}`, clientCertificate: undefined, clientKey: undefined, expiresAtMs }
}

/** `exp` of a JSON web token (RFC 7519) in milliseconds; undefined when it has none or is none. */
function jwtExpiryMs(token: string): number | undefined {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
  const seconds = numberOf(recordOf(parseJson(payload)).exp)
  return seconds === undefined ? undefined : seconds * 1000
}
