import { access, readFile } from 'node:fs/promises'
import type { Environment } from './kubeconfig.ts'
import type { KubeconfigFile } from './kubeconfigFile.ts'

/** Where a pod finds its service account. */
export interface InClusterPaths {
  readonly token: string
  readonly certificateAuthority: string
  readonly namespace: string
}

const folder = '/var/run/secrets/kubernetes.io/serviceaccount'
const mounted: InClusterPaths = {
  token: `${folder}/token`,
  certificateAuthority: `${folder}/ca.crt`,
  namespace: `${folder}/namespace`,
}

/**
 * The cluster this process runs in as a pod, as a kubeconfig with the one context `in-cluster` (client-go,
 * rest.InClusterConfig); undefined outside of a cluster.
 */
export async function readInCluster(env: Environment, paths = mounted): Promise<KubeconfigFile | undefined> {
  const [host, port] = [env.KUBERNETES_SERVICE_HOST, env.KUBERNETES_SERVICE_PORT]
  if (!host || !port || !(await exists(paths.token))) return undefined
  const name = 'in-cluster'
  const file = paths.token
  const namespace = (await readIfThere(paths.namespace))?.trim()
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`
  const certificateAuthority = (await exists(paths.certificateAuthority)) ? paths.certificateAuthority : undefined
  return {
    currentContext: name,
    contexts: [{ name, file, cluster: name, user: name, namespace: namespace || undefined }],
    clusters: [{ name, file, server, insecureSkipTlsVerify: false, disableCompression: false, certificateAuthority }],
    users: [{ name, file, tokenFile: paths.token }],
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
