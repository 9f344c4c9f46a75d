import { type JsonValue, jsonValue } from '../yaml/jsonValue.ts'
import { commentLines, writeCommentedYaml, type YamlComment } from '../yaml/writeCommentedYaml.ts'
import type { Path } from '../yaml/yamlNode.ts'
import { expandMapping } from './expandMapping.ts'
import { templateValues } from './imageTemplate.ts'
import { firstMatch, kernelParts, trimKernel } from './kernelMatch.ts'
import type { KernelMapping, KmmModule } from './kmmModule.ts'
import { type JsonObject, listOf, mergeMapping, objectOf } from './mergeMapping.ts'

/** A Module as KMM works with it on nodes of one kernel. */
export interface EffectiveModule {
  /** YAML with comments that say where things come from; comments only when no mapping takes the kernel */
  readonly text: string
  /** index of the mapping that takes the kernel */
  readonly mapping: number | undefined
}

/**
 * What KMM makes of a Module on nodes with a kernel (as they report it): the first mapping that takes it, merged with
 * the container and its templates expanded; what the merge ignores is said in comments. `namespace` counts where the
 * document names none.
 */
export function effectiveModule(module: KmmModule, kernel: string, namespace: string): EffectiveModule {
  const name = module.name?.value ?? ''
  const where = namespaceOf(module, namespace)
  const matchers = module.kernelMappings.map(({ literal, regexp }) => ({
    literal: literal?.value,
    regexp: regexp?.value,
  }))
  const index = firstMatch(matchers, kernel)
  const head = [`${module.kind} ${where}/${name} as KMM uses it on nodes with kernel ${kernel}`]
  const trimmed = trimKernel(kernel)
  if (trimmed !== kernel) head.push(`KMM works with ${trimmed}: it takes one + off the end`)
  const mapping = index === undefined ? undefined : module.kernelMappings[index]
  if (index === undefined || mapping === undefined) {
    const none = matchers.length === 0 ? 'There is no kernel mapping' : 'No kernel mapping takes this kernel'
    head.push(`${none}: nothing is loaded on these nodes`)
    return { text: commentLines(head), mapping: undefined }
  }
  head.push(`Mapping ${index + 1} of ${matchers.length} takes it: ${matcherText(mapping, trimmed)}`)
  if (kernelParts(trimmed).length < 3) head.push('KMM fails on it: a kernel name needs three parts, such as 6.6.2')

  const root = objectOf(jsonValue(module.document)) ?? {}
  const container = objectOf(valueAt(root, module.containerPath)) ?? {}
  const own = objectOf(listOf(container.kernelMappings)[index]) ?? {}
  const merged = mergeMapping(container, own, { kernel, name, namespace: where })
  const mappingPath = [...module.containerPath, 'kernelMappings', 0]
  const comments: YamlComment[] = merged.notes.map(({ path, text }) => ({ path: [...mappingPath, ...path], text }))
  const values = templateValues(kernel, { name, namespace: where })
  const expanded = expandMapping(merged.mapping, values, (path, text) =>
    comments.push({ path: [...mappingPath, ...path], text }),
  )
  const rest = Object.fromEntries(Object.entries(container).filter(([key]) => !mergedKeys.has(key)))
  const effective = { ...rest, kernelMappings: [{ literal: trimmed, ...expanded }] }
  const { status: _, ...written } = root
  return {
    text: writeCommentedYaml(withValue(written, module.containerPath, effective), comments, head),
    mapping: index,
  }
}

/** What a mapping takes over from the container; it stands in the mapping then, and nowhere else. */
const mergedKeys = new Set([
  'containerImage',
  'registryTLS',
  'inTreeModuleToRemove',
  'inTreeModulesToRemove',
  'build',
  'sign',
  'kernelMappings',
])

/** Where the Module comes to stand: its own namespace, or on a hub the one that the spokes get it in. */
function namespaceOf(module: KmmModule, otherwise: string): string {
  if (module.kind === 'Module') return module.namespace?.value ?? otherwise
  const spec = objectOf(objectOf(jsonValue(module.document))?.spec)
  return typeof spec?.spokeNamespace === 'string' ? spec.spokeNamespace : otherwise
}

function matcherText({ literal, regexp }: KernelMapping, kernel: string): string {
  if (literal?.value === kernel) return `literal ${kernel}`
  return `regexp ${JSON.stringify(regexp?.value ?? '')
    .slice(1, -1)
    .replaceAll('\\\\', '\\')}`
}

function valueAt(root: JsonObject, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, step) => objectOf(value)?.[String(step)], root)
}

function withValue(root: JsonObject, path: Path, value: JsonValue): JsonObject {
  const [step, ...rest] = path
  if (step === undefined) return root
  const key = String(step)
  return { ...root, [key]: rest.length === 0 ? value : withValue(objectOf(root[key]) ?? {}, rest, value) }
}
