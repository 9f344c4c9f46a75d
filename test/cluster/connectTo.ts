import { type Connection, clusterOf } from '../../server/cluster/connection.ts'
import type { ClusterEntry, Environment, Kubeconfig, UserEntry } from '../../server/cluster/kubeconfig.ts'

export interface ConnectOptions {
  readonly cluster?: Partial<ClusterEntry>
  readonly user?: Partial<UserEntry>
  readonly env?: Environment
  readonly pluginPolicy?: Kubeconfig['pluginPolicy']
}

/** A connection to a server, as a kubeconfig with the one context `dev` (user `ann`, namespace `drivers`) gives it. */
export function connectTo(url: string, options: ConnectOptions = {}): Connection {
  const file = '/home/ann/.kube/config'
  const cluster = { name: 'test', file, server: url, insecureSkipTlsVerify: false, disableCompression: false }
  return clusterOf({
    source: 'files',
    files: [file],
    currentContext: 'dev',
    contexts: new Map([['dev', { name: 'dev', file, cluster: 'test', user: 'ann', namespace: 'drivers' }]]),
    clusters: new Map([['test', { ...cluster, ...options.cluster }]]),
    users: new Map([['ann', { name: 'ann', file, ...(options.user ?? { token: 'letmein' }) }]]),
    problems: [],
    pluginPolicy: options.pluginPolicy ?? { policy: 'AllowAll', allowed: [] },
    env: options.env ?? {},
  })
}
