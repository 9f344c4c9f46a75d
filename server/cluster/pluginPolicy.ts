import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { ClusterError } from './clusterError.ts'
import { fullTextOf, listOf, recordOf, textOf } from './json.ts'
import type { Environment, PluginPolicy } from './kubeconfig.ts'
import { parseYaml } from './kubeconfigFile.ts'

/**
 * Reads which exec plugins may run from kuberc (kubectl 1.35: `credentialPluginPolicy`): the file of KUBERC, else
 * `~/.kube/kuberc`; `KUBERC=off` or no file allows all. A kuberc that cannot be understood denies all: it may hold a
 * denial. Never throws.
 */
export async function readPluginPolicy(env: Environment, home: string): Promise<PluginPolicy> {
  const setting = env.KUBERC
  if (setting === 'off') return { policy: 'AllowAll', allowed: [] }
  const file = setting || join(home, '.kube', 'kuberc')
  const text = await readFile(file, 'utf8').catch(() => '')
  const value = parseYaml(text, file)
  if (value instanceof ClusterError) return { policy: 'DenyAll', allowed: [], file }
  const preference = recordOf(value)
  const allowed = listOf(preference.credentialPluginAllowlist)
    .map(recordOf)
    .flatMap((entry) => fullTextOf(entry.command) ?? fullTextOf(entry.name) ?? [])
  return { policy: parsePolicy(preference.credentialPluginPolicy), allowed, file }
}

/**
 * Whether the user lets this command run. An entry of the list without a path means the program of that name that the
 * PATH leads to, whichever way the kubeconfig writes it (kubectl 1.35).
 */
export async function isPluginAllowed(policy: PluginPolicy, command: string, env: Environment): Promise<boolean> {
  if (policy.policy !== 'Allowlist') return policy.policy === 'AllowAll'
  const path = await findProgram(command, env)
  for (const entry of policy.allowed) {
    if (path !== undefined && (await findProgram(entry, env)) === path) return true
  }
  return false
}

async function findProgram(command: string, env: Environment): Promise<string | undefined> {
  if (/[/\\]/.test(command)) return command
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, command)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (folder !== '' && isThere) return path
  }
  return undefined
}

function parsePolicy(value: unknown): PluginPolicy['policy'] {
  switch (textOf(value) ?? '') {
    case '':
    case 'AllowAll':
      return 'AllowAll'
    case 'Allowlist':
      return 'Allowlist'
    default:
      return 'DenyAll'
  }
}
