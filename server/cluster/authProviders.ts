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
  kubeConfig.loadFromClusterAndUser(
    { name: 'cluster', server: 'https://localhost', skipTLSVerify: false },
    { name: 'user', authProvider: { name: entry.name, config: { ...entry.config } } },
  )
  return {
    authorize: async () => {
      const options: RequestOptions = {}
      await kubeConfig.applyToHTTPSOptions(options)
      return textOf(recordOf(options.headers).Authorization)
    },
  }
}
