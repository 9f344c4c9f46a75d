import type { KubeObject } from '../../cluster/cluster.ts'
import { expandTemplate, templateValues } from '../../core/kmm/imageTemplate.ts'
import { firstMatch, kernelParts, trimKernel } from '../../core/kmm/kernelMatch.ts'
import { compact, isJsonObject, type JsonObject, listAt, mapAt, textAt, textsAt, valueAt } from '../json.ts'

/** What one node is to run: the effective container image for its kernel. */
export interface NodeTarget {
  readonly node: string
  /** as KMM names it: less one trailing `+` */
  readonly kernel: string
  readonly image: string
  readonly mapping: JsonObject
}

const containerPath = ['spec', 'moduleLoader', 'container'] as const

/** Whether the Module's selector, tolerations and version want something on this node at all. */
export function selectsNode(module: KubeObject, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {}
  const selector = textsAt(module, 'spec', 'selector')
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false
  return listAt(node, 'spec', 'taints').every((taint) => isTolerated(taint, tolerationsOf(module)))
}

/**
 * The image for a node's kernel, by KMM's first match and template rules. `undefined` when no mapping takes the
 * kernel, when the kernel has too few parts, or when the template cannot be expanded.
 */
export function targetFor(module: KubeObject, node: KubeObject): NodeTarget | undefined {
  const kernel = textAt(node, 'status', 'nodeInfo', 'kernelVersion') ?? ''
  const mappings = listAt(module, ...containerPath, 'kernelMappings').filter(isJsonObject)
  const matchers = mappings.map((mapping) => ({
    literal: textAt(mapping, 'literal'),
    regexp: textAt(mapping, 'regexp'),
  }))
  const mapping = mappings[firstMatch(matchers, kernel) ?? -1]
  if (mapping === undefined || kernelParts(trimKernel(kernel)).length < 3) return undefined
  const template = textAt(mapping, 'containerImage') || textAt(module, ...containerPath, 'containerImage') || ''
  const { name, namespace = '' } = module.metadata
  const image = expandTemplate(template, templateValues(kernel, { name, namespace }))
  return image === undefined ? undefined : { node: node.metadata.name, kernel: trimKernel(kernel), image, mapping }
}

/** The Module's own tolerations and those that KMM adds. */
export function tolerationsOf(module: KubeObject): readonly unknown[] {
  const pressures = ['disk-pressure', 'memory-pressure', 'pid-pressure'].map((key) => ({
    effect: 'NoSchedule',
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
  }))
  return [...listAt(module, 'spec', 'tolerations'), ...pressures]
}

/** The `config` of a NodeModulesConfig entry. */
export function workerConfig(module: KubeObject, target: NodeTarget): JsonObject {
  const of = (key: string) => valueAt(module, ...containerPath, key)
  const config = compact({
    containerImage: target.image,
    imagePullPolicy: of('imagePullPolicy') ?? 'IfNotPresent',
    inTreeModulesToRemove: target.mapping.inTreeModulesToRemove ?? of('inTreeModulesToRemove'),
    insecurePull: valueAt(registryTls(module, target), 'insecure') === true,
    kernelVersion: target.kernel,
    modprobe: { dirName: '/opt', ...mapAt(module, ...containerPath, 'modprobe') },
  })
  return isJsonObject(config) ? config : {}
}

/** One image of a ModuleImagesConfig. */
export function imageSpec(module: KubeObject, target: NodeTarget): JsonObject {
  const build = target.mapping.build ?? valueAt(module, ...containerPath, 'build')
  const spec = compact({
    build: isJsonObject(build) ? { baseImageRegistryTLS: {}, ...build } : undefined,
    sign: target.mapping.sign ?? valueAt(module, ...containerPath, 'sign'),
    dirName: textAt(module, ...containerPath, 'modprobe', 'dirName') ?? '/opt',
    image: target.image,
    kernelVersion: target.kernel,
    registryTLS: registryTls(module, target),
  })
  return isJsonObject(spec) ? spec : {}
}

function registryTls(module: KubeObject, target: NodeTarget): unknown {
  return target.mapping.registryTLS ?? valueAt(module, ...containerPath, 'registryTLS') ?? {}
}

function isTolerated(taint: unknown, tolerations: readonly unknown[]): boolean {
  const effect = textAt(taint, 'effect')
  if (effect !== 'NoSchedule' && effect !== 'NoExecute') return true
  return tolerations.some((toleration) => {
    const key = textAt(toleration, 'key') ?? ''
    const operator = textAt(toleration, 'operator') ?? 'Equal'
    const wanted = textAt(toleration, 'effect') ?? ''
    if (wanted !== '' && wanted !== effect) return false
    if (key === '') return operator === 'Exists'
    if (key !== textAt(taint, 'key')) return false
    return operator === 'Exists' || (textAt(toleration, 'value') ?? '') === (textAt(taint, 'value') ?? '')
  })
}
