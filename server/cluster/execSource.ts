import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import { type CredentialSource, readCredentialFile } from './credentials.ts'
import { type ExecCredential, parseExecCredential } from './execCredential.ts'
import type { ExecEntry } from './kubeconfig.ts'
import type { PluginCache } from './pluginCache.ts'
import { isPluginAllowed } from './pluginPolicy.ts'
import { type PluginEnd, runPlugin } from './runPlugin.ts'

export interface ExecSourceParts {
  readonly connection: Connection
  readonly exec: ExecEntry
  readonly clock: Clock
  readonly cache: PluginCache
  /** what the plugin says to the user (its stderr) */
  readonly onOutput: (text: string) => void
}

/** A login in a browser may take its time, but not forever. */
const pluginDeadlineMs = 60_000
const apiVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

/**
 * Credentials from the program that the kubeconfig names (client-go credential plugins). Throws ClusterError `invalid`
 * when it may not or cannot be run here, `unauthorized` when it fails, `timeout` after 60 s.
 */
export function execSource(parts: ExecSourceParts): CredentialSource {
  const { connection, exec, clock, cache, onOutput } = parts
  let key: string | undefined
  return {
    get: async (signal) => {
      await checkPlugin(connection, exec)
      const info = await execInfo(connection, exec)
      key = cacheKey(exec, info)
      return cache.get(key, clock, signal, (shared) => obtain(info, shared))
    },
    drop: (refused) => {
      if (key !== undefined) cache.drop(key, refused)
    },
  }

  async function obtain(info: string, signal: AbortSignal): Promise<ExecCredential> {
    const env = { ...connection.env, ...exec.env, KUBERNETES_EXEC_INFO: info }
    const { command, args } = exec
    const end = await runPlugin({ command, args, env, clock, onOutput, deadlineMs: pluginDeadlineMs }, signal)
    if (end.type !== 'printed') throw pluginError(end, connection, exec)
    const credential = parseExecCredential(end.stdout, exec.apiVersion)
    if (typeof credential !== 'string') return credential
    throw new ClusterError('unauthorized', `${nameOf(connection, exec)} cannot be used: ${credential}`)
  }
}

async function checkPlugin(connection: Connection, exec: ExecEntry): Promise<void> {
  const name = nameOf(connection, exec)
  if (exec.command === '') throw new ClusterError('invalid', `${name} has no \`command\` in ${connection.user.file}`)
  if (!apiVersions.includes(exec.apiVersion)) {
    const message = `${name} asks for the version \`${exec.apiVersion}\`; write \`${apiVersions[0]}\` in ${connection.user.file}`
    throw new ClusterError('invalid', message)
  }
  if (exec.interactiveMode === 'Always') {
    const message = `${name} wants a terminal (\`interactiveMode: Always\`), and there is none here; log in from a terminal first, and set \`interactiveMode: IfAvailable\` in ${connection.user.file}`
    throw new ClusterError('invalid', message)
  }
  if (!(await isPluginAllowed(connection.pluginPolicy, exec.command, connection.env))) {
    const { policy, file } = connection.pluginPolicy
    const message = `${name} may not run: ${file} sets \`credentialPluginPolicy: ${policy}\`; allow the plugin there, or use other credentials`
    throw new ClusterError('invalid', message)
  }
}

/** The text of KUBERNETES_EXEC_INFO; it tells of the cluster only when the kubeconfig says so. */
async function execInfo(connection: Connection, exec: ExecEntry): Promise<string> {
  const spec = exec.provideClusterInfo
    ? { interactive: false, cluster: await clusterInfo(connection) }
    : { interactive: false }
  return JSON.stringify({ kind: 'ExecCredential', apiVersion: exec.apiVersion, spec })
}

async function clusterInfo({ cluster }: Connection): Promise<object> {
  const authority =
    cluster.certificateAuthorityData ??
    (cluster.certificateAuthority === undefined
      ? undefined
      : await readCredentialFile(cluster.certificateAuthority, `the certificate authority of \`${cluster.name}\``))
  return {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.insecureSkipTlsVerify || undefined,
    'certificate-authority-data': authority === undefined ? undefined : Buffer.from(authority).toString('base64'),
    'proxy-url': cluster.proxyUrl,
    'disable-compression': cluster.disableCompression || undefined,
    config: cluster.execConfig,
  }
}

/** By what is run, not by the user's name: two kubeconfigs may use one name for different people. */
function cacheKey(exec: ExecEntry, info: string): string {
  const { command, args, env } = exec
  return createHash('sha256')
    .update(JSON.stringify([command, args, Object.entries(env).sort(), info]))
    .digest('base64')
}

function pluginError(
  end: Exclude<PluginEnd, { type: 'printed' }>,
  connection: Connection,
  exec: ExecEntry,
): ClusterError {
  const name = nameOf(connection, exec)
  const hint = exec.installHint === undefined ? '' : `\n${exec.installHint.trim()}`
  switch (end.type) {
    case 'notStarted': {
      const why = end.code === 'ENOENT' ? 'it is not installed, or not on the PATH' : end.why
      return new ClusterError('invalid', `${name} cannot be started: ${why}${hint}`)
    }
    case 'timedOut':
      return new ClusterError('timeout', `${name} did not finish within 60 seconds${said(end.stderr)}`)
    case 'tooMuch':
      return new ClusterError(
        'unauthorized',
        `${name} printed more than 1 MB, which is no credential${said(end.stderr)}`,
      )
    case 'exited':
      return new ClusterError(
        'unauthorized',
        `${name} ended ${end.how}${said(end.stderr) || '; run it in a terminal to see why'}`,
      )
  }
}

function said(stderr: string): string {
  return stderr.trim() === '' ? '' : `: ${stderr.trim()}`
}

function nameOf(connection: Connection, exec: ExecEntry): string {
  return `the credential plugin \`${exec.command}\` of user \`${connection.user.name}\``
}
