import type { ClusterError } from './clusterError.ts'

/** What the files of a kubeconfig say, merged; paths are absolute. Nothing that the paths name has been read. */
export interface Kubeconfig {
  /** `files`: of the files listed below; `inCluster`: made up from the pod's service account; `none`: there is nothing */
  readonly source: 'files' | 'inCluster' | 'none'
  /** every file that was looked for, whether it exists or not */
  readonly files: readonly string[]
  readonly currentContext: string | undefined
  readonly contexts: ReadonlyMap<string, ContextEntry>
  readonly clusters: ReadonlyMap<string, ClusterEntry>
  readonly users: ReadonlyMap<string, UserEntry>
  /** what made a file unusable; a connection is refused while there is any, as kubectl refuses it */
  readonly problems: readonly ClusterError[]
  readonly pluginPolicy: PluginPolicy
  /** the environment it was read with: proxies and exec plugins need it */
  readonly env: Environment
}

export type Environment = Readonly<Record<string, string | undefined>>

export interface ContextEntry {
  readonly name: string
  readonly file: string
  readonly cluster: string
  readonly user: string
  readonly namespace: string | undefined
}

export interface ClusterEntry {
  readonly name: string
  readonly file: string
  readonly server: string
  readonly tlsServerName?: string | undefined
  readonly insecureSkipTlsVerify: boolean
  readonly certificateAuthority?: string | undefined
  /** PEM */
  readonly certificateAuthorityData?: string | undefined
  readonly proxyUrl?: string | undefined
  readonly disableCompression: boolean
  /** `config` of the cluster's extension for exec plugins */
  readonly execConfig?: unknown
}

export interface UserEntry {
  readonly name: string
  readonly file: string
  readonly clientCertificate?: string | undefined
  /** PEM */
  readonly clientCertificateData?: string | undefined
  readonly clientKey?: string | undefined
  /** PEM */
  readonly clientKeyData?: string | undefined
  readonly token?: string | undefined
  readonly tokenFile?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly impersonate?: Impersonation | undefined
  readonly exec?: ExecEntry | undefined
  readonly authProvider?: AuthProviderEntry | undefined
}

export interface Impersonation {
  readonly user: string
  readonly uid?: string | undefined
  readonly groups: readonly string[]
  readonly extra: Readonly<Record<string, readonly string[]>>
}

export interface ExecEntry {
  readonly apiVersion: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly installHint?: string | undefined
  readonly provideClusterInfo: boolean
  readonly interactiveMode: string
}

export interface AuthProviderEntry {
  readonly name: string
  readonly config: Readonly<Record<string, string>>
}

/** Which exec plugins the user lets run (kuberc, kubectl 1.35 and later). */
export interface PluginPolicy {
  readonly policy: 'AllowAll' | 'DenyAll' | 'Allowlist'
  /** commands by name or full path; counts under `Allowlist` only */
  readonly allowed: readonly string[]
  /** the file that says so */
  readonly file?: string | undefined
}
