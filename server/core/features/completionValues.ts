import { kmmModule } from '../kmm/kmmModule.ts'
import type { FieldSchema } from '../schema/fieldSchema.ts'
import { kmmKinds } from '../schema/moduleSchema.ts'
import type { Path } from '../yaml/yamlNode.ts'
import { childOf, nodeAt } from '../yaml/yamlPath.ts'
import { operatorKinds } from './checkKind.ts'
import { literalKernels, regexpsOfKernels } from './completionKernels.ts'
import { labelValues } from './completionLabels.ts'
import type { CompletionRequest } from './completionRequest.ts'
import type { KnownValue } from './completionText.ts'
import { kindDetail } from './kindDetail.ts'

type Request = Pick<CompletionRequest, 'document' | 'kind' | 'cluster'>

/** The values that can be known of a scalar: from the schema, from Kubernetes, from the document, from the cluster. */
export function knownValues(request: Request, schema: FieldSchema, path: Path): readonly KnownValue[] {
  if (schema.type === 'boolean') return listed(['true', 'false'], schema.default)
  if (schema.enum !== undefined) return listed(schema.enum, schema.default)
  if (schema.type !== 'string' && schema.type !== 'intOrString') return []
  const last = path.at(-1)
  const parent = path.at(-2)
  if (path.length === 1) return ofRoot(request, String(last))
  if (parent === 'selector') return labelValues(request, path)
  if (parent === 'modulesLoadingOrder') return last === 0 ? moduleName(request) : []
  const listedValues = typeof last === 'string' ? wellKnown(last, parent) : undefined
  if (listedValues !== undefined) return listed(listedValues)
  switch (last) {
    case 'literal':
      return literalKernels(request, path)
    case 'regexp':
      return regexpsOfKernels(request, path)
    case 'namespace':
    case 'spokeNamespace':
      return path.length === 2 ? namespaces(request) : []
    case 'moduleName':
      return firstOfOrder(request)
    case 'name':
      return path.at(-3) === 'volumeMounts' ? volumeNames(request, path) : []
    case 'driver':
      return driverName(request, path)
    default:
      return typeof schema.default === 'string' && schema.default !== '' ? listed([schema.default], schema.default) : []
  }
}

function listed(texts: readonly string[], preferred?: unknown): readonly KnownValue[] {
  return texts.map((text, at) => ({
    text,
    sortText: String(at).padStart(2, '0'),
    ...(String(preferred) === text && { detail: 'default' }),
  }))
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']

/** What Kubernetes takes where KMM's schema lists nothing. */
function wellKnown(key: string, parent: Path[number] | undefined): readonly string[] | undefined {
  switch (key) {
    case 'imagePullPolicy':
    case 'pullPolicy':
      return pullPolicies
    case 'operator':
      return typeof parent === 'number' ? ['Exists', 'Equal'] : undefined
    case 'effect':
      return ['NoSchedule', 'NoExecute', 'PreferNoSchedule']
    case 'mountPropagation':
      return ['None', 'HostToContainer', 'Bidirectional']
    case 'recursiveReadOnly':
      return ['Disabled', 'IfPossible', 'Enabled']
    case 'medium':
      return ['Memory']
    case 'machineConfigPoolName':
      return ['worker', 'master']
    case 'type':
      return parent === 'hostPath' ? hostPathTypes : undefined
    default:
      return undefined
  }
}

const hostPathTypes = ['Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket', 'CharDevice', 'BlockDevice']

function ofRoot({ kind }: Request, key: string): readonly KnownValue[] {
  if (key === 'kind') return kindValues(undefined)
  return key === 'apiVersion' ? apiVersionValues(kind.kind) : []
}

/** Kinds of KMM's, those that people write first. */
export function kindValues(apiVersion: string | undefined): readonly KnownValue[] {
  const fitting = kmmKinds.filter((one) => one.apiVersion === apiVersion)
  const kinds = [...new Set((fitting.length > 0 ? fitting : kmmKinds).map((one) => one.kind))]
  return kinds.map((text) => ({
    text,
    sortText: operatorKinds.has(text) ? `5${text}` : text === 'Module' ? '0' : `1${text}`,
    detail: kindDetail(text),
  }))
}

/** The apiVersions of a kind, newest first, or of all kinds. */
export function apiVersionValues(kind: string | undefined): readonly KnownValue[] {
  const own = kmmKinds.filter((one) => one.kind === kind)
  const versions = [...new Set((own.length > 0 ? own.toReversed() : kmmKinds).map((one) => one.apiVersion))]
  const first = own.length > 0 ? undefined : 'kmm.sigs.x-k8s.io/v1beta1'
  return versions.map((text, at) => ({ text, sortText: text === first ? '00' : String(at + 1).padStart(2, '0') }))
}

function namespaces({ cluster }: Request): readonly KnownValue[] {
  if (cluster.target === undefined) return []
  return [{ text: cluster.target.namespace, detail: `namespace of ${cluster.target.context}`, sortText: '0' }]
}

function moduleName({ document }: Request): readonly KnownValue[] {
  const name = kmmModule(document)?.modprobe?.moduleName?.value
  return name === undefined || name === '' ? [] : [{ text: name, detail: 'moduleName', sortText: '0', preselect: true }]
}

function firstOfOrder({ document }: Request): readonly KnownValue[] {
  const first = childOf(kmmModule(document)?.modprobe?.node, 'modulesLoadingOrder')
  const item = first?.type === 'list' ? first.items[0] : undefined
  if (item?.type !== 'scalar' || item.text === '') return []
  return [{ text: item.text, detail: 'first of modulesLoadingOrder', sortText: '0' }]
}

/** Names of the volumes beside the container: `…devicePlugin.container.volumeMounts[0].name`. */
function volumeNames({ document }: Request, path: Path): readonly KnownValue[] {
  const volumes = nodeAt(document.root, [...path.slice(0, -4), 'volumes'])
  if (volumes?.type !== 'list') return []
  return volumes.items.flatMap((volume, at) => {
    const name = childOf(volume, 'name')
    return name?.type === 'scalar' && name.text !== ''
      ? [{ text: name.text, detail: 'volume', sortText: String(at).padStart(3, '0') }]
      : []
  })
}

function driverName({ document }: Request, path: Path): readonly KnownValue[] {
  const at = path.indexOf('dra')
  const name = at === -1 ? undefined : nodeAt(document.root, [...path.slice(0, at + 1), 'driverName'])
  return name?.type === 'scalar' && name.text !== '' ? [{ text: name.text, detail: 'driverName', sortText: '0' }] : []
}
