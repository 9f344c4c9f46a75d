import type { Path, YamlMap, YamlNode } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { Field, KernelMapping, KmmModule } from './kmmModule.ts'
import { stringField } from './kmmModule.ts'

/** A `build` or `sign` block; `map` is absent when something else than a mapping stands there. */
export interface Block {
  readonly path: Path
  readonly map: YamlMap | undefined
}

/** The two places of a block for one kernel mapping; KMM merges them when both are there. */
export interface BlockLevels {
  readonly container: Block | undefined
  readonly mapping: Block | undefined
}

/** The blocks that count for a mapping: the container's and its own (`mergeBuild`, `mergeSign`, 1.1 to main). */
export function blockLevels(module: KmmModule, mapping: KernelMapping, key: 'build' | 'sign'): BlockLevels {
  return { container: containerBlock(module, key), mapping: blockIn(mapping.node, mapping, key) }
}

/** Every block of a Module, the container's first. */
export function allBlocks(module: KmmModule, key: 'build' | 'sign'): readonly Block[] {
  const own = module.kernelMappings.map((mapping) => blockIn(mapping.node, mapping, key))
  return [containerBlock(module, key), ...own].filter((block) => block !== undefined)
}

/** Whether KMM builds or signs anything for a mapping. */
export function hasBlock(module: KmmModule, mapping: KernelMapping, key: 'build' | 'sign'): boolean {
  const { container, mapping: own } = blockLevels(module, mapping, key)
  return container !== undefined || own !== undefined
}

/**
 * The image of a mapping: its own, or the container's where its own is empty (`kernelMapper`, 1.1 to main).
 * `undefined` where neither says one.
 */
export function imageOf(module: KmmModule, mapping: KernelMapping): Field<string> | undefined {
  const own = mapping.containerImage
  if (own === undefined) return undefined
  const image = own.value === '' ? stringField(module.container, 'containerImage', module.containerPath) : own
  return image?.value === '' ? undefined : image
}

function containerBlock(module: KmmModule, key: string): Block | undefined {
  return blockIn(module.container, { path: module.containerPath }, key)
}

function blockIn(node: YamlNode | undefined, owner: Owner, key: string): Block | undefined {
  const block = childOf(node, key)
  if (block === undefined || (block.type === 'scalar' && block.value === null && block.templated !== true))
    return undefined
  return new BlockIn(owner, key, block.type === 'map' ? block : undefined)
}

interface Owner {
  readonly path: Path
}

/** The paths of a thousand mappings' blocks are put together when somebody asks. */
class BlockIn implements Block {
  readonly map: YamlMap | undefined
  readonly #owner: Owner
  readonly #key: string

  constructor(owner: Owner, key: string, map: YamlMap | undefined) {
    this.map = map
    this.#owner = owner
    this.#key = key
  }

  get path(): Path {
    return [...this.#owner.path, this.#key]
  }
}
