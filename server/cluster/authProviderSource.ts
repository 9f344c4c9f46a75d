import type { Clock } from './clock.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import type { CredentialSource } from './credentials.ts'
import type { ExecCredential } from './execCredential.ts'
import { numberOf, parseJson, recordOf } from './json.ts'
import type { AuthProviderEntry } from './kubeconfig.ts'

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
  readonly load: () => Promise<AuthProviders>
}

/** Providers that kubectl removed in 1.26 in favour of plugins, and the plugin that took their place. */
const removed: Readonly<Record<string, string>> = { gcp: 'gke-gcloud-auth-plugin', azure: 'kubelogin' }
const marginMs = 10_000

/**
 * Credentials from `auth-provider`. A valid `id-token` is used as it is; renewing one needs a refresh token. Throws
 * ClusterError `invalid` for providers that no longer exist, and `unauthorized` when there is no valid token.
 */
export function authProviderSource({ connection, entry, clock, load }: AuthProviderParts): CredentialSource {
  const who = `user \`${connection.user.name}\` (auth-provider \`${entry.name}\` in ${connection.user.file})`
  let provider: AuthProvider | undefined
  let known: ExecCredential | undefined
  return { get, drop }

  async function get(): Promise<ExecCredential> {
    const plugin = removed[entry.name]
    if (plugin !== undefined) {
      const message = `${who} logs in a way that kubectl gave up in 1.26; let the kubeconfig run the plugin \`${plugin}\` instead`
      throw new ClusterError('invalid', message)
    }
    if (entry.name !== 'oidc') {
      throw new ClusterError('invalid', `${who} logs in a way that is not known; only \`oidc\` is, or use a plugin`)
    }
    known ??= bearer(entry.config['id-token'])
    if (known !== undefined && clock.now() < (known.expiresAtMs ?? 0) - marginMs) return known
    known = await renew()
    return known
  }

  function drop(): void {
    known = undefined
  }

  async function renew(): Promise<ExecCredential> {
    const lacking = ['refresh-token', 'client-id', 'idp-issuer-url'].filter((key) => !entry.config[key])
    if (lacking.length > 0) {
      const message = `the token of ${who} is missing or has expired, and without \`${lacking.join('`, `')}\` it cannot be renewed; log in again`
      throw new ClusterError('unauthorized', message)
    }
    try {
      provider ??= (await load()).createAuthProvider(entry)
      const token = (await provider.authorize())?.replace(/^Bearer /, '')
      const renewed = bearer(token)
      if (renewed !== undefined) return renewed
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
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
