import { access, readFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { platform as thisPlatform } from 'node:process'
import { ClusterError } from './clusterError.ts'
import { type InClusterPaths, readInCluster } from './inCluster.ts'
import type { Environment, Kubeconfig } from './kubeconfig.ts'
import { type KubeconfigFile, parseKubeconfigFile } from './kubeconfigFile.ts'
import { readPluginPolicy } from './pluginPolicy.ts'

export interface KubeconfigSources {
  readonly env: Environment
  /** the user's home folder */
  readonly home: string
  /** a path the user chose; it stands above everything else, and must exist */
  readonly setting?: string | undefined
  /** as Node names it; for tests */
  readonly platform?: string
  /** where a pod's service account is mounted; for tests */
  readonly inClusterPaths?: InClusterPaths
}

/**
 * Reads and merges the kubeconfig as kubectl does (client-go, clientcmd loading rules): the chosen file, else the
 * files of KUBECONFIG, else `~/.kube/config`; when they hold nothing, the pod's service account. Of two entries with
 * one name the first file's counts whole; the current context is the first that is set. Missing and empty files are
 * passed over. Never throws: what is wrong is in `problems`, and `clusterOf` refuses to go on with it.
 */
export async function readKubeconfig(sources: KubeconfigSources): Promise<Kubeconfig> {
  const { env, home } = sources
  const files = await findFiles(sources)
  const [contents, pluginPolicy] = await Promise.all([
    Promise.all(files.map((file) => readOne(file, sources.setting !== undefined))),
    readPluginPolicy(env, home),
  ])
  const problems = contents.filter((content) => content instanceof ClusterError)
  const merged = merge(
    contents.flatMap((content) => (content === undefined || content instanceof ClusterError ? [] : [content])),
  )
  const known = { ...merged, files, problems, pluginPolicy, env }
  if (problems.length > 0 || merged.contexts.size + merged.clusters.size > 0) return { ...known, source: 'files' }
  const inCluster = sources.setting === undefined ? await readInCluster(env, sources.inClusterPaths) : undefined
  return inCluster === undefined
    ? { ...known, source: 'none' }
    : { ...known, ...merge([inCluster]), source: 'inCluster' }
}

async function findFiles({ env, home, setting, platform = thisPlatform }: KubeconfigSources): Promise<string[]> {
  if (setting !== undefined) return [resolve(setting.replace(/^~(?=[/\\])/, home))]
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((part) => part !== '')
  if (listed.length > 0) return [...new Set(listed.map((part) => resolve(part)))]
  const usual = join(home, '.kube', 'config')
  if (platform !== 'win32') return [usual]
  // On Windows the first home that holds the file counts (client-go, homedir).
  const { HOME, HOMEDRIVE, HOMEPATH, USERPROFILE } = env
  for (const folder of [HOME, HOMEDRIVE && HOMEPATH && `${HOMEDRIVE}${HOMEPATH}`, USERPROFILE]) {
    const file = folder ? join(folder, '.kube', 'config') : undefined
    if (file !== undefined && (await isThere(file))) return [file]
  }
  return [usual]
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

async function readOne(file: string, mustExist: boolean): Promise<KubeconfigFile | ClusterError | undefined> {
  try {
    return parseKubeconfigFile(await readFile(file, 'utf8'), file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' && !mustExist) return undefined
    if (code === 'ENOENT') {
      const message = `there is no kubeconfig at ${file}; correct the setting, or remove it to use the default one`
      return new ClusterError('notFound', message, { cause: error })
    }
    const why = error instanceof Error ? error.message : String(error)
    return new ClusterError('invalid', `the kubeconfig ${file} cannot be read: ${why}`, { cause: error })
  }
}

function merge(
  files: readonly KubeconfigFile[],
): Pick<Kubeconfig, 'currentContext' | 'contexts' | 'clusters' | 'users'> {
  return {
    currentContext: files.map((file) => file.currentContext).find((name) => name !== undefined),
    contexts: firstByName(files.flatMap((file) => file.contexts)),
    clusters: firstByName(files.flatMap((file) => file.clusters)),
    users: firstByName(files.flatMap((file) => file.users)),
  }
}

function firstByName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>()
  for (const entry of entries) if (!map.has(entry.name)) map.set(entry.name, entry)
  return map
}
