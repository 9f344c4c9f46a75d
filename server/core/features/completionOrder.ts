import type { Path } from '../yaml/yamlNode.ts'

/**
 * Which keys people use where, in the order they write them, and which of those a new parent begins with. Named by
 * the last keys of the path, `[]` for an item; the longer name wins.
 */
interface UsualKeys {
  readonly order: readonly string[]
  /** keys that a new parent gets at once, beside the required ones */
  readonly begin?: readonly string[]
}

const usualKeys: Readonly<Record<string, UsualKeys>> = {
  '': { order: ['apiVersion', 'kind', 'metadata', 'spec'], begin: ['spec'] },
  metadata: { order: ['name', 'namespace', 'labels', 'annotations'] },
  spec: {
    order: [
      'moduleSpec',
      'spokeNamespace',
      'moduleLoader',
      'imageRepoSecret',
      'selector',
      'tolerations',
      'devicePlugin',
      'machineConfigName',
      'machineConfigPoolName',
      'kernelModuleName',
      'kernelModuleImage',
      'inTreeModulesToRemove',
      'firmwareFilesPath',
      'kernelVersion',
      'dtkImage',
      'pushBuiltImage',
    ],
    begin: ['moduleSpec', 'moduleLoader'],
  },
  moduleSpec: {
    order: ['moduleLoader', 'imageRepoSecret', 'selector', 'tolerations', 'devicePlugin'],
    begin: ['moduleLoader'],
  },
  moduleLoader: { order: ['container', 'serviceAccountName'] },
  'moduleLoader.container': {
    order: ['modprobe', 'imagePullPolicy', 'kernelMappings', 'inTreeModulesToRemove', 'version', 'build', 'sign'],
  },
  modprobe: {
    order: ['moduleName', 'dirName', 'parameters', 'firmwarePath', 'modulesLoadingOrder'],
    begin: ['moduleName'],
  },
  args: { order: ['load', 'unload'], begin: ['load'] },
  rawArgs: { order: ['load', 'unload'], begin: ['load', 'unload'] },
  'kernelMappings[]': { order: ['regexp', 'literal', 'containerImage', 'build', 'sign'], begin: ['regexp'] },
  build: { order: ['dockerfileConfigMap', 'buildArgs', 'secrets', 'selector'] },
  sign: { order: ['keySecret', 'certSecret', 'filesToSign', 'unsignedImage'], begin: ['filesToSign'] },
  devicePlugin: { order: ['container', 'initContainer', 'volumes', 'serviceAccountName'] },
  dra: { order: ['driverName', 'container', 'deviceClasses', 'volumes', 'serviceAccountName'] },
  container: { order: ['image', 'imagePullPolicy', 'command', 'args', 'env', 'volumeMounts', 'resources'] },
  initContainer: { order: ['image', 'imagePullPolicy', 'command', 'args', 'env', 'volumeMounts', 'resources'] },
  'deviceClasses[]': { order: ['name', 'selectors', 'config'] },
  'selectors[]': { order: ['cel'], begin: ['cel'] },
  'config[]': { order: ['opaque'], begin: ['opaque'] },
  'tolerations[]': { order: ['key', 'operator', 'value', 'effect'], begin: ['key', 'operator', 'effect'] },
  'volumes[]': { order: ['name', 'hostPath', 'configMap', 'secret', 'emptyDir'], begin: ['hostPath'] },
  'volumeMounts[]': { order: ['name', 'mountPath', 'readOnly'] },
  'env[]': { order: ['name', 'value', 'valueFrom'], begin: ['value'] },
  'buildArgs[]': { order: ['name', 'value'] },
  'secrets[]': { order: ['name'], begin: ['name'] },
  resources: { order: ['requests', 'limits'] },
  configMap: { order: ['name', 'items'], begin: ['name'] },
  secret: { order: ['secretName', 'items'], begin: ['secretName'] },
  imageRepoSecret: { order: ['name'], begin: ['name'] },
  dockerfileConfigMap: { order: ['name'], begin: ['name'] },
  keySecret: { order: ['name'], begin: ['name'] },
  certSecret: { order: ['name'], begin: ['name'] },
}

/** Written by the server or the operator: nobody types them. */
const serverKeys: ReadonlySet<string> = new Set([
  'status',
  'metadata.creationTimestamp',
  'metadata.deletionGracePeriodSeconds',
  'metadata.deletionTimestamp',
  'metadata.generateName',
  'metadata.generation',
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.selfLink',
  'metadata.uid',
])

/** Of these only one can be there. */
const exclusive: readonly (readonly string[])[] = [
  ['regexp', 'literal'],
  ['devicePlugin', 'dra'],
  ['moduleName', 'rawArgs'],
  ['inTreeModulesToRemove', 'inTreeModuleToRemove'],
]

export interface KeyRank {
  readonly required: boolean
  readonly deprecated: boolean
  readonly present: readonly string[]
}

/** Sorts keys: required, usual in their usual order, the rest, what something present excludes, the server's own, deprecated. */
export function keySortText(path: Path, key: string, { required, deprecated, present }: KeyRank): string {
  const { order: usual, begin = [] } = usualOf(path)
  const at = usual.indexOf(key)
  const order = at === -1 ? '' : String(at).padStart(2, '0')
  if (deprecated) return `9${key}`
  if (serverKeys.has([...path, key].join('.'))) return `8${key}`
  const excluded = exclusive.some(
    (group) => group.includes(key) && group.some((other) => other !== key && present.includes(other)),
  )
  if (excluded) return `7${key}`
  if (required || begin.includes(key)) return `0${order}${key}`
  return order === '' ? `5${key}` : `1${order}`
}

/** Keys that a new map begins with: the required ones and what it hardly ever lacks, in their usual order. */
export function beginningKeys(path: Path, required: readonly string[]): readonly string[] {
  const { order, begin = [] } = usualOf(path)
  const rank = (key: string) => (order.indexOf(key) + order.length + 1) % (order.length + 1)
  return [...new Set([...begin, ...required])].sort((a, b) => rank(a) - rank(b))
}

function usualOf(path: Path): UsualKeys {
  const names: string[] = []
  for (const step of path) names.push(typeof step === 'number' ? `${names.pop() ?? ''}[]` : step)
  return usualKeys[names.slice(-2).join('.')] ?? usualKeys[names.at(-1) ?? ''] ?? { order: [] }
}
