import { dirname, isAbsolute, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { ClusterError } from './clusterError.ts'
import { fullTextOf, isRecord, type JsonRecord, listOf, recordOf, textOf } from './json.ts'
import type { ClusterEntry, ContextEntry, ExecEntry, Impersonation, UserEntry } from './kubeconfig.ts'

/** What one file says. */
export interface KubeconfigFile {
  readonly currentContext: string | undefined
  readonly contexts: readonly ContextEntry[]
  readonly clusters: readonly ClusterEntry[]
  readonly users: readonly UserEntry[]
}

/**
 * Reads the text of one kubeconfig file. Relative paths in it count from its own folder (client-go, clientcmd: the
 * location of origin). A file that cannot be understood is an `invalid` ClusterError that names it; an empty one is
 * no error.
 */
export function parseKubeconfigFile(text: string, file: string): KubeconfigFile | ClusterError {
  const value = parseYaml(text, file)
  if (value instanceof ClusterError) return value
  if (value === null) return { currentContext: undefined, contexts: [], clusters: [], users: [] }
  const mistake = findMistake(value)
  if (!isRecord(value) || mistake !== undefined) return malformed(file, mistake ?? '')
  const folder = dirname(file)
  return {
    currentContext: wordOf(value['current-context']),
    contexts: named(value.contexts, 'context', (name, entry) => readContext(name, entry, file)),
    clusters: named(value.clusters, 'cluster', (name, entry) => readCluster(name, entry, file, folder)),
    users: named(value.users, 'user', (name, entry) => readUser(name, entry, file, folder)),
  }
}

/** What makes kubectl refuse the whole file, too. */
function findMistake(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it does not hold a YAML mapping'
  const kind = fullTextOf(value.kind)
  if (kind !== undefined && kind !== 'Config') return `it holds a \`${kind}\`, not a kubeconfig`
  for (const key of ['contexts', 'clusters', 'users']) {
    const list = value[key] ?? []
    if (!Array.isArray(list)) return `\`${key}\` is not a list`
    const names = list.map((item) => wordOf(recordOf(item).name))
    const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index)
    if (twice !== undefined) return `\`${key}\` has two entries named \`${twice}\``
  }
  return undefined
}

/** The first YAML document as plain data (null when there is none), or what is wrong with the text. */
export function parseYaml(text: string, file: string): unknown {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    const documents = parseAllDocuments(withoutMark, { uniqueKeys: false, logLevel: 'silent' })
    const first = Array.isArray(documents) ? documents[0] : undefined
    if (first === undefined) return null
    const error = first.errors[0]
    if (error !== undefined) return malformed(file, error.message.split('\n')[0] ?? '')
    const value: unknown = first.toJS()
    return value ?? null
  } catch (error) {
    return malformed(file, error instanceof Error ? error.message : String(error))
  }
}

function malformed(file: string, why: string): ClusterError {
  const advice = 'mend the file, or choose another kubeconfig'
  return new ClusterError('invalid', `the kubeconfig ${file} cannot be read: ${why.replace(/:$/, '')}; ${advice}`)
}

function named<T>(list: unknown, key: string, read: (name: string, entry: JsonRecord) => T): T[] {
  return listOf(list).flatMap((item) => {
    const name = wordOf(recordOf(item).name)
    return name === undefined ? [] : [read(name, recordOf(recordOf(item)[key]))]
  })
}

function readContext(name: string, entry: JsonRecord, file: string): ContextEntry {
  const [cluster, user] = [wordOf(entry.cluster) ?? '', wordOf(entry.user) ?? '']
  return { name, file, cluster, user, namespace: wordOf(entry.namespace) }
}

function readCluster(name: string, entry: JsonRecord, file: string, folder: string): ClusterEntry {
  return {
    name,
    file,
    server: textOf(entry.server) ?? '',
    insecureSkipTlsVerify: entry['insecure-skip-tls-verify'] === true,
    disableCompression: entry['disable-compression'] === true,
    tlsServerName: fullTextOf(entry['tls-server-name']),
    certificateAuthority: pathFrom(folder, entry['certificate-authority']),
    certificateAuthorityData: decode(entry['certificate-authority-data']),
    proxyUrl: fullTextOf(entry['proxy-url']),
    execConfig: readExecConfig(entry.extensions),
  }
}

function readUser(name: string, entry: JsonRecord, file: string, folder: string): UserEntry {
  const provider = recordOf(entry['auth-provider'])
  const providerName = fullTextOf(provider.name)
  return {
    name,
    file,
    clientCertificate: pathFrom(folder, entry['client-certificate']),
    clientCertificateData: decode(entry['client-certificate-data']),
    clientKey: pathFrom(folder, entry['client-key']),
    clientKeyData: decode(entry['client-key-data']),
    token: wordOf(entry.token),
    tokenFile: pathFrom(folder, entry.tokenFile),
    username: wordOf(entry.username),
    password: wordOf(entry.password),
    impersonate: readImpersonation(entry),
    exec: isRecord(entry.exec) ? readExec(entry.exec, folder) : undefined,
    authProvider: providerName === undefined ? undefined : { name: providerName, config: textMap(provider.config) },
  }
}

function readImpersonation(entry: JsonRecord): Impersonation | undefined {
  const groups = listOf(entry['as-groups']).filter((group) => typeof group === 'string')
  const extra: Record<string, readonly string[]> = {}
  for (const [key, values] of Object.entries(recordOf(entry['as-user-extra']))) {
    extra[key] = listOf(values).filter((value) => typeof value === 'string')
  }
  const [user, uid] = [wordOf(entry.as), wordOf(entry['as-uid'])]
  if (user === undefined && uid === undefined && groups.length === 0 && Object.keys(extra).length === 0)
    return undefined
  return { user: user ?? '', uid, groups, extra }
}

function readExec(entry: JsonRecord, folder: string): ExecEntry {
  const command = textOf(entry.command) ?? ''
  const env: Record<string, string> = {}
  for (const item of listOf(entry.env).map(recordOf)) {
    const name = fullTextOf(item.name)
    if (name !== undefined) env[name] = wordOf(item.value) ?? ''
  }
  return {
    apiVersion: textOf(entry.apiVersion) ?? '',
    // A bare name is looked up on the PATH; anything with a separator is a path (client-go, ResolveLocalPaths).
    command: /[/\\]/.test(command) && !isAbsolute(command) ? join(folder, command) : command,
    args: listOf(entry.args).map((arg) => wordOf(arg) ?? ''),
    env,
    provideClusterInfo: entry.provideClusterInfo === true,
    interactiveMode: textOf(entry.interactiveMode) ?? 'IfAvailable',
    installHint: fullTextOf(entry.installHint),
  }
}

function readExecConfig(extensions: unknown): unknown {
  const found = listOf(extensions)
    .map(recordOf)
    .find((item) => item.name === 'client.authentication.k8s.io/exec')
  return found?.extension
}

/** Names and secrets may look like numbers to YAML. */
function wordOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return fullTextOf(value)
}

function pathFrom(folder: string, value: unknown): string | undefined {
  const path = fullTextOf(value)
  return path === undefined || isAbsolute(path) ? path : join(folder, path)
}

function decode(value: unknown): string | undefined {
  const text = fullTextOf(value)
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8')
}

function textMap(value: unknown): Record<string, string> {
  const map: Record<string, string> = {}
  for (const [key, item] of Object.entries(recordOf(value))) {
    const text = wordOf(item)
    if (text !== undefined) map[key] = text
  }
  return map
}
