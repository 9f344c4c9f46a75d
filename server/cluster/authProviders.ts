import type { RequestOptions } from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'
import type { AuthProvider } from './authProviderSource.ts'
import { recordOf, textOf } from './json.ts'
import type { AuthProviderEntry } from './kubeconfig.ts'

/**
 * Logs in with an auth provider through `@kubernetes/client-node`. The only file that loads that package: it becomes a
 * bundle of its own. What a renewal returns (a new refresh token, too) stays in memory; no kubeconfig is written.
 */
export function createAuthProvider(entry: AuthProviderEntry): AuthProvider {
  const kubeConfig = new KubeConfig()
  const { 'idp-certificate-authority': _file, 'idp-certificate-authority-data': _data, ...given } = entry.config
  const issuer = given['idp-issuer-url'] ?? ''
  // client-node 2.0.1 hands the issuer on as text, where its OpenID library takes nothing but a URL object. With an
  // authority of the issuer's own it makes up answers that the library refuses, so Node must know that authority.
  // Without a token it would not renew: one that is none counts as expired.
  const token = given['id-token'] || 'none'
  const config = { ...given, 'id-token': token, ...(URL.canParse(issuer) ? { 'idp-issuer-url': new URL(issuer) } : {}) }
  kubeConfig.loadFromClusterAndUser(
    { name: 'cluster', server: 'https://localhost', skipTLSVerify: false },
    { name: 'user', authProvider: { name: entry.name, config } },
  )
  return {
    authorize: async () => {
      const options: RequestOptions = {}
      await kubeConfig.applyToHTTPSOptions(options)
      return textOf(recordOf(options.headers).Authorization)
    },
  }
}
