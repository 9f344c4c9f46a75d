import type { Path, Range, YamlDocument, YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/yamlNode.ts'
import { childOf, mapOf } from '../yaml/yamlPath.ts'

/** A value that has the type its field wants, and where it stands. */
export interface Field<T> {
  readonly value: T
  readonly range: Range
  readonly path: Path
}

export interface KernelMapping {
  readonly index: number
  readonly node: YamlNode
  readonly path: Path
  readonly literal: Field<string> | undefined
  readonly regexp: Field<string> | undefined
  readonly containerImage: Field<string> | undefined
}

export interface Modprobe {
  readonly node: YamlMap
  readonly path: Path
  readonly moduleName: Field<string> | undefined
  readonly dirName: Field<string> | undefined
  readonly parameters: readonly Field<string>[]
  readonly argsLoad: readonly Field<string>[]
  readonly rawArgsLoad: readonly Field<string>[] | undefined
}

/**
 * A Module (or the `moduleSpec` of a ManagedClusterModule) as far as its values have the types their fields want.
 * What is missing or of another type is `undefined`: the shape check has told the person already.
 */
export interface KmmModule {
  readonly document: YamlDocument
  readonly kind: string
  readonly root: YamlMap
  readonly name: Field<string> | undefined
  readonly namespace: Field<string> | undefined
  /** path of the ModuleSpec: `spec`, or `spec.moduleSpec` on a hub */
  readonly specPath: Path
  readonly spec: YamlMap | undefined
  readonly selector: Field<Readonly<Record<string, string>>> | undefined
  readonly container: YamlMap | undefined
  readonly containerPath: Path
  readonly containerImage: Field<string> | undefined
  readonly modprobe: Modprobe | undefined
  readonly kernelMappings: readonly KernelMapping[]
}

/**
 * Reads a document as a Module; `undefined` when its kind and apiVersion are not KMM's Module or ManagedClusterModule.
 * The same object for the same parse, also after the document has moved within its file.
 */
export function kmmModule(document: YamlDocument): KmmModule | undefined {
  const known = modules.get(document.problems)
  if (known !== undefined) return known ?? undefined
  const module = readModule(document)
  modules.set(document.problems, module ?? null)
  return module
}

/** By `problems`, which a document shares with its copies at other places. */
const modules = new WeakMap<YamlDocument['problems'], KmmModule | null>()

function readModule(document: YamlDocument): KmmModule | undefined {
  const root = mapOf(document.root)
  const kind = stringOf(childOf(root, 'kind'))
  const group = stringOf(childOf(root, 'apiVersion'))?.split('/')[0]
  if (root === undefined || kind === undefined) return undefined
  const isModule = kind === 'Module' && group === 'kmm.sigs.x-k8s.io'
  const isManaged = kind === 'ManagedClusterModule' && group === 'hub.kmm.sigs.x-k8s.io'
  if (!isModule && !isManaged) return undefined
  const metadata = childOf(root, 'metadata')
  const specPath = isModule ? ['spec'] : ['spec', 'moduleSpec']
  const outer = childOf(root, 'spec')
  const spec = mapOf(isModule ? outer : childOf(outer, 'moduleSpec'))
  const containerPath = [...specPath, 'moduleLoader', 'container']
  const container = mapOf(childOf(childOf(spec, 'moduleLoader'), 'container'))
  return {
    document,
    kind,
    root,
    name: stringField(metadata, 'name', ['metadata']),
    namespace: stringField(metadata, 'namespace', ['metadata']),
    specPath,
    spec,
    selector: selectorField(spec, specPath),
    container,
    containerPath,
    containerImage: stringField(container, 'containerImage', containerPath),
    modprobe: modprobeOf(container, containerPath),
    kernelMappings: mappingsOf(container, containerPath),
  }
}

/** A string below a key, with its place; `undefined` when it is absent or the server reads something else. */
export function stringField(node: YamlNode | undefined, key: string, path: Path): Field<string> | undefined {
  return asString(childOf(node, key), [...path, key])
}

/** The strings of a list below a key; items of another type are left out, an absent list is empty. */
export function stringFields(node: YamlNode | undefined, key: string, path: Path): readonly Field<string>[] {
  const list = childOf(node, key)
  if (list?.type !== 'list') return []
  return list.items.flatMap((item, at) => asString(item, [...path, key, at]) ?? [])
}

function asString(node: YamlNode | undefined, path: Path): Field<string> | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') return undefined
  return { value: node.value, range: node.range, path }
}

function isScalar(node: YamlNode | undefined): node is YamlScalar & { alias?: Range } {
  return node?.type === 'scalar'
}

/** What the server reads as text; `undefined` for everything else. */
export function stringOf(node: YamlNode | undefined): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}

function selectorField(spec: YamlMap | undefined, specPath: Path): KmmModule['selector'] {
  const node = mapOf(childOf(spec, 'selector'))
  if (node === undefined) return undefined
  const entries = node.pairs.map((pair) => [pair.key.text, stringOf(pair.value)] as const)
  const value: Record<string, string> = {}
  for (const [key, text] of entries) {
    // One value the server refuses, and nobody can say which nodes are meant.
    if (text === undefined) return undefined
    value[key] = text
  }
  return { value, range: node.range, path: [...specPath, 'selector'] }
}

function modprobeOf(container: YamlMap | undefined, containerPath: Path): Modprobe | undefined {
  const node = mapOf(childOf(container, 'modprobe'))
  if (node === undefined) return undefined
  const path = [...containerPath, 'modprobe']
  const rawArgs = childOf(node, 'rawArgs')
  return {
    node,
    path,
    moduleName: stringField(node, 'moduleName', path),
    dirName: stringField(node, 'dirName', path),
    parameters: stringFields(node, 'parameters', path),
    argsLoad: stringFields(childOf(node, 'args'), 'load', [...path, 'args']),
    rawArgsLoad: rawArgs?.type === 'map' ? stringFields(rawArgs, 'load', [...path, 'rawArgs']) : undefined,
  }
}

function mappingsOf(container: YamlMap | undefined, containerPath: Path): readonly KernelMapping[] {
  const list = childOf(container, 'kernelMappings')
  if (!isList(list)) return []
  return list.items.map((node, index) => new MappingAt(node, index, containerPath))
}

/**
 * Of a thousand mappings the paths are wanted of those few in which something is found: they are put together when
 * somebody asks.
 */
class MappingAt implements KernelMapping {
  readonly node: YamlNode
  readonly index: number
  readonly literal: Field<string> | undefined
  readonly regexp: Field<string> | undefined
  readonly containerImage: Field<string> | undefined
  readonly #containerPath: Path

  constructor(node: YamlNode, index: number, containerPath: Path) {
    this.node = node
    this.index = index
    this.#containerPath = containerPath
    this.literal = this.#text('literal')
    this.regexp = this.#text('regexp')
    this.containerImage = this.#text('containerImage')
  }

  get path(): Path {
    return [...this.#containerPath, 'kernelMappings', this.index]
  }

  #text(key: string): Field<string> | undefined {
    const node = childOf(this.node, key)
    const value = stringOf(node)
    return node === undefined || value === undefined ? undefined : new MappingText(value, node.range, this, key)
  }
}

class MappingText implements Field<string> {
  readonly value: string
  readonly range: Range
  readonly #mapping: MappingAt
  readonly #key: string

  constructor(value: string, range: Range, mapping: MappingAt, key: string) {
    this.value = value
    this.range = range
    this.#mapping = mapping
    this.#key = key
  }

  get path(): Path {
    return [...this.#mapping.path, this.#key]
  }
}

function isList(node: YamlNode | undefined): node is YamlList & { alias?: Range } {
  return node?.type === 'list'
}
