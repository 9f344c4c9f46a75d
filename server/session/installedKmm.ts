import type { Cluster } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import type { Fact } from '../core/kmm/clusterFacts.ts'
import { newestRelease, type TargetRelease } from '../core/kmm/release.ts'
import { type ServedKind, servedKinds } from '../core/schema/servedSchema.ts'

/** The KMM that a cluster runs. */
export interface InstalledKmm {
  readonly release: Fact<TargetRelease>
  /** the kinds with the fields of the cluster's own CRDs; empty where they could not be read */
  readonly served: readonly ServedKind[]
}

/**
 * Which KMM a cluster runs and what fields it takes, as the OpenAPI documents that it serves tell; any user may read
 * those. A hub serves kinds of KMM's and no Module, so that its release is unknown. Never throws: what cannot be had, or
 * is no KMM that we know, is unknown.
 */
export async function readInstalledKmm(cluster: Cluster, signal: AbortSignal): Promise<InstalledKmm> {
  try {
    const [document, ...others] = await Promise.all([
      cluster.openapi('kmm.sigs.x-k8s.io/v1beta1', { signal }).catch(nothingWhereAbsent),
      ...otherGroups.map((group) => cluster.openapi(group, { signal }).catch(() => undefined)),
    ])
    const release = installedRelease(document)
    return {
      release: release === undefined ? { state: 'unknown', why: 'absent' } : { state: 'known', value: release },
      served: servedKinds([document, ...others], release ?? newestRelease),
    }
  } catch (error) {
    const why = error instanceof ClusterError && error.kind === 'forbidden' ? 'forbidden' : 'unreachable'
    return { release: { state: 'unknown', why }, served: [] }
  }
}

/** Served beside the group of Modules, though not by every KMM. */
const otherGroups = ['kmm.sigs.x-k8s.io/v1beta2', 'hub.kmm.sigs.x-k8s.io/v1beta1']

function nothingWhereAbsent(error: unknown): undefined {
  if (!(error instanceof ClusterError) || error.kind !== 'notFound') throw error
}

const container = ['spec', 'moduleLoader', 'container'] as const

/** What each release brought, newest first: the first that is there names the release. */
const probes: readonly (readonly [release: string, kind: string, path: readonly string[]])[] = [
  ['2.7', 'Module', ['spec', 'dra']],
  ['2.6', 'Module', ['spec', 'imageRebuildTriggerGeneration']],
  ['2.5', 'ModuleImagesConfig', ['spec', 'pushBuiltImage']],
  ['2.4', 'Module', ['spec', 'devicePlugin', 'initContainer']],
  ['2.3', 'Module', ['spec', 'tolerations']],
  ['2.2', 'NodeModulesConfig', ['spec', 'modules', 'config', 'imagePullPolicy']],
  ['2.1', 'Module', [...container, 'inTreeModulesToRemove']],
  ['2.0', 'NodeModulesConfig', ['spec']],
  ['1.1', 'Module', [...container, 'version']],
  ['1.0', 'Module', [...container]],
]

/** The release that an OpenAPI v3 document of KMM's group is of; `undefined` when it holds no Module. */
export function installedRelease(document: unknown): TargetRelease | undefined {
  const schemas = fieldOf(fieldOf(document, 'components'), 'schemas')
  if (schemaOfKind(schemas, 'Module') === undefined) return undefined
  const found = probes.find(([, kind, path]) => hasField(schemaOfKind(schemas, kind), path))
  if (found === undefined) return undefined
  const edition = schemaOfKind(schemas, 'PreflightValidationOCP') === undefined ? 'upstream' : 'openshift'
  return { version: found[0], edition }
}

/** Names end in the kind: `io.x-k8s.sigs.kmm.v1beta1.Module`. */
function schemaOfKind(schemas: unknown, kind: string): unknown {
  if (typeof schemas !== 'object' || schemas === null) return undefined
  return Object.entries(schemas).find(([name]) => name.endsWith(`.${kind}`))?.[1]
}

/** Follows properties, through lists. */
function hasField(schema: unknown, path: readonly string[]): boolean {
  const [step, ...rest] = path
  if (step === undefined) return schema !== undefined
  const own = fieldOf(schema, 'items') ?? schema
  return hasField(fieldOf(fieldOf(own, 'properties'), step), rest)
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}
