import type { Path } from '../yaml/yamlNode.ts'

/** A page of Kubernetes' reference about one of its types. */
export interface KubernetesReference {
  /** name of the type, such as `Volume` */
  readonly type: string
  readonly url: string
}

/**
 * Where Kubernetes' own reference explains a field: KMM's kinds take `metadata`, tolerations, containers and volumes
 * from Kubernetes as they are. `undefined` for fields that are KMM's own.
 */
export function kubernetesReference(path: Path): KubernetesReference | undefined {
  const found = path[0] === 'metadata' ? 'ObjectMeta' : typeBelow(path.slice(1))
  return found === undefined
    ? undefined
    : { type: found, url: `${reference}/${pages[found] ?? 'core/pod-v1'}/#${found}` }
}

const reference = 'https://kubernetes.io/docs/reference/kubernetes-api'

/** Types that are not on the page of Pod. */
const pages: Readonly<Record<string, string>> = {
  ObjectMeta: 'definitions/object-meta-v1-meta',
  Toleration: 'definitions/toleration-v1',
}

const containers: ReadonlySet<Path[number] | undefined> = new Set(['container', 'initContainer'])
const pods: ReadonlySet<Path[number] | undefined> = new Set(['devicePlugin', 'dra'])

const inContainer: Readonly<Record<string, string>> = {
  env: 'EnvVar',
  resources: 'ResourceRequirements',
  volumeMounts: 'VolumeMount',
}

/** The type around a field below `spec`, at whatever depth the kind has it. */
function typeBelow(path: Path): string | undefined {
  const tolerations = path.indexOf('tolerations')
  if (tolerations !== -1 && path.length > tolerations + 1) return 'Toleration'
  const pod = path.findIndex((step) => pods.has(step))
  if (pod === -1) return undefined
  const [part, ...rest] = path.slice(pod + 1)
  if (part === 'volumes') return rest.length === 0 ? undefined : 'Volume'
  const [field, ...below] = rest
  if (!containers.has(part) || typeof field !== 'string') return undefined
  const type = Object.hasOwn(inContainer, field) ? inContainer[field] : undefined
  return type !== undefined && below.length > 0 ? type : 'Container'
}
