import type { Target } from '../core/kmm/clusterFacts.ts'
import { ClusterError } from './clusterError.ts'
import type { ClusterEntry, ContextEntry, Environment, Kubeconfig, PluginPolicy, UserEntry } from './kubeconfig.ts'
import { proxyOf } from './proxy.ts'

/** Everything a transport needs to reach one cluster as one user. Plain data, frozen when it was made; holds secrets. */
export interface Connection {
  readonly target: Target
  /** the API server's address, perhaps with a path that comes before every request's */
  readonly url: URL
  readonly cluster: ClusterEntry
  readonly user: UserEntry
  readonly proxy: URL | undefined
  readonly pluginPolicy: PluginPolicy
  readonly env: Environment
}

/**
 * Resolves a context (the current one unless named) to where it leads. Throws ClusterError `invalid` when the
 * kubeconfig or the entry cannot be used and `notFound` when there is no such thing, naming what there is.
 */
export function clusterOf(kubeconfig: Kubeconfig, contextName?: string): Connection {
  const [problem] = kubeconfig.problems
  if (problem !== undefined) throw problem
  const context = findContext(kubeconfig, contextName)
  const cluster = kubeconfig.clusters.get(context.cluster)
  if (cluster === undefined) {
    throw missing(
      `context \`${context.name}\` in ${context.file} names the cluster`,
      context.cluster,
      kubeconfig.clusters,
    )
  }
  const user = findUser(kubeconfig, context)
  const url = readServer(cluster)
  return {
    target: {
      context: context.name,
      server: url.origin,
      user: user.name,
      namespace: context.namespace ?? 'default',
    },
    url,
    cluster,
    user,
    proxy: proxyOf(cluster, url, kubeconfig.env),
    pluginPolicy: kubeconfig.pluginPolicy,
    env: kubeconfig.env,
  }
}

function findContext(kubeconfig: Kubeconfig, contextName: string | undefined): ContextEntry {
  const { contexts, currentContext, files } = kubeconfig
  if (contexts.size === 0) {
    const looked = files.join(', ')
    const message =
      kubeconfig.source === 'none'
        ? `there is no cluster to connect to: no kubeconfig, or an empty one, at ${looked}; log in with your cluster's own tool, or choose a kubeconfig`
        : `the kubeconfig ${looked} holds no context; add one with \`kubectl config set-context\``
    throw new ClusterError('notFound', message)
  }
  const name = contextName ?? currentContext
  if (name === undefined) {
    const message = `the kubeconfig ${files.join(', ')} has no current context; choose one of ${listNames(contexts)}`
    throw new ClusterError('notFound', message)
  }
  const context = contexts.get(name)
  if (context !== undefined) return context
  const what = contextName === undefined ? 'the current context' : 'the context'
  const message = `${what} \`${name}\` is not in the kubeconfig (${files.join(', ')}); choose one of ${listNames(contexts)}`
  throw new ClusterError('notFound', message)
}

function findUser(kubeconfig: Kubeconfig, context: ContextEntry): UserEntry {
  if (context.user === '') return { name: '', file: context.file }
  const user = kubeconfig.users.get(context.user)
  if (user !== undefined) return user
  throw missing(`context \`${context.name}\` in ${context.file} names the user`, context.user, kubeconfig.users)
}

function readServer(cluster: ClusterEntry): URL {
  const where = `cluster \`${cluster.name}\` in ${cluster.file}`
  if (cluster.server === '')
    throw new ClusterError('invalid', `${where} has no \`server\`; add the API server's address`)
  // Like client-go, take an address without a scheme as plain http.
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(cluster.server) ? cluster.server : `http://${cluster.server}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ClusterError(
      'invalid',
      `${where} has a \`server\` that is no http or https address: \`${cluster.server}\``,
    )
  }
  url.search = ''
  url.hash = ''
  return url
}

function missing(what: string, name: string, there: ReadonlyMap<string, unknown>): ClusterError {
  const advice = there.size === 0 ? 'has none at all' : `has ${listNames(there)}`
  return new ClusterError('notFound', `${what} \`${name}\`, which does not exist; the kubeconfig ${advice}`)
}

function listNames(entries: ReadonlyMap<string, unknown>): string {
  const names = [...entries.keys()]
  const shown = names.slice(0, 20).map((name) => `\`${name}\``)
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ')
}
