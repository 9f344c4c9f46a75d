import type { JsonValue } from '../yaml/jsonValue.ts'
import { trimKernel } from './kernelMatch.ts'

export type JsonObject = { readonly [key: string]: JsonValue }

/** Something about a merged field that a person should know; `path` leads from the mapping to it. */
export interface MergeNote {
  readonly path: readonly (string | number)[]
  readonly text: string
}

export interface MergedMapping {
  readonly mapping: JsonObject
  readonly notes: readonly MergeNote[]
}

/** What decides the build arguments that KMM sets itself. */
export interface MergeContext {
  /** as the node reports it */
  readonly kernel: string
  readonly name: string
  readonly namespace: string
}

/**
 * One kernel mapping with what it takes over from the container, as KMM works with it (`kernelMapper.prepareModuleLoaderData`,
 * internal/module/kernelmapper.go; `build.GetRelevantBuild`, `sign.GetRelevantSign`; 1.1 to main). Templates are not
 * expanded yet. Fields of other types than KMM's are passed on as they are.
 */
export function mergeMapping(container: JsonObject, mapping: JsonObject, context: MergeContext): MergedMapping {
  const notes: MergeNote[] = []
  const note = (path: MergeNote['path'], text: string) => notes.push({ path, text })
  const removal = inTreeOf(container, mapping, note)
  const build = mergeBuild(objectOf(container.build), objectOf(mapping.build), context, note)
  const sign = mergeSign(objectOf(container.sign), objectOf(mapping.sign), note)
  if (!isText(mapping.containerImage) && isText(container.containerImage))
    note(['containerImage'], 'from the container')
  if (mapping.registryTLS === undefined && container.registryTLS !== undefined)
    note(['registryTLS'], 'from the container')
  return {
    mapping: {
      ...present('containerImage', isText(mapping.containerImage) ? mapping.containerImage : container.containerImage),
      ...present('registryTLS', objectOf(mapping.registryTLS) ?? container.registryTLS),
      ...present('inTreeModulesToRemove', removal),
      ...present('build', build),
      ...present('sign', sign),
    },
    notes,
  }
}

type Note = (path: MergeNote['path'], text: string) => void

function inTreeOf(container: JsonObject, mapping: JsonObject, note: Note): JsonValue | undefined {
  const path = ['inTreeModulesToRemove']
  const single = [mapping.inTreeModuleToRemove, container.inTreeModuleToRemove].find(isText)
  if (single !== undefined) {
    note(path, 'the deprecated `inTreeModuleToRemove` overrides the list')
    return [single]
  }
  if (Array.isArray(mapping.inTreeModulesToRemove)) return mapping.inTreeModulesToRemove
  if (container.inTreeModulesToRemove !== undefined) note(path, 'from the container')
  return container.inTreeModulesToRemove
}

function mergeBuild(
  container: JsonObject | undefined,
  mapping: JsonObject | undefined,
  context: MergeContext,
  note: Note,
): JsonObject | undefined {
  if (container === undefined || mapping === undefined) {
    const only = container ?? mapping
    if (only === undefined) return undefined
    if (container !== undefined) note(['build'], 'from the container')
    return { ...only, buildArgs: withForced(listOf(only.buildArgs), context, note) }
  }
  for (const key of ['baseImageRegistryTLS', 'kanikoParams', 'selector']) {
    if (mapping[key] !== undefined) note(['build'], `\`${key}\` of the mapping is ignored: only the container's counts`)
  }
  const own = listOf(mapping.buildArgs)
  const args = overridden(listOf(container.buildArgs), own)
  const secrets = [...listOf(container.secrets), ...listOf(mapping.secrets)]
  const merged = {
    ...container,
    ...present('dockerfileConfigMap', mapping.dockerfileConfigMap ?? container.dockerfileConfigMap),
    buildArgs: withForced(args, context, note),
    ...(secrets.length === 0 ? {} : { secrets }),
  }
  for (const [at, secret] of secrets.entries()) {
    const first = secrets.findIndex((one) => nameOf(one) === nameOf(secret))
    if (first < at)
      note(['build', 'secrets', at], 'stands here twice: the build pod would mount it twice and is refused')
  }
  return merged
}

function mergeSign(
  container: JsonObject | undefined,
  mapping: JsonObject | undefined,
  note: Note,
): JsonObject | undefined {
  if (container === undefined || mapping === undefined) {
    if (container !== undefined) note(['sign'], 'from the container')
    return container ?? mapping
  }
  if (mapping.unsignedImageRegistryTLS !== undefined)
    note(['sign'], "`unsignedImageRegistryTLS` of the mapping is ignored: only the container's counts")
  const files = [...listOf(container.filesToSign), ...listOf(mapping.filesToSign)]
  return {
    ...container,
    ...present('unsignedImage', isText(mapping.unsignedImage) ? mapping.unsignedImage : container.unsignedImage),
    ...present('keySecret', mapping.keySecret ?? container.keySecret),
    ...present('certSecret', mapping.certSecret ?? container.certSecret),
    ...(files.length === 0 ? {} : { filesToSign: files }),
  }
}

/** Arguments of the same name replaced in place, new ones behind them by the alphabet (`ApplyBuildArgOverrides`). */
function overridden(args: readonly JsonValue[], overrides: readonly JsonValue[]): readonly JsonValue[] {
  const byName = new Map(overrides.map((one) => [nameOf(one), one] as const))
  const known = new Set(args.map(nameOf))
  const added = [...byName].filter(([name]) => !known.has(name)).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return [...args.map((one) => byName.get(nameOf(one)) ?? one), ...added.map(([, one]) => one)]
}

/** KMM's own arguments, which win over a person's of the same name; kernels are given as nodes report them, less a `+`. */
function withForced(args: readonly JsonValue[], { kernel, name, namespace }: MergeContext, note: Note) {
  const trimmed = trimKernel(kernel)
  const values = { KERNEL_FULL_VERSION: trimmed, KERNEL_VERSION: trimmed, MOD_NAME: name, MOD_NAMESPACE: namespace }
  const forced = Object.entries(values).map(([key, value]) => ({ name: key, value }))
  const merged = overridden(args, forced)
  for (const [at, one] of merged.entries()) {
    if (forced.some((own) => own.name === nameOf(one)))
      note(['build', 'buildArgs', at], at < args.length ? 'set by KMM, whatever the Module says' : 'set by KMM')
  }
  return merged
}

function nameOf(value: JsonValue): string | undefined {
  const name = objectOf(value)?.name
  return typeof name === 'string' ? name : undefined
}

/** The value when it is a mapping. */
export function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value when it is a list, else an empty one. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : []
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

function present(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined || value === null ? {} : { [key]: value }
}
