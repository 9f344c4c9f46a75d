import type { YamlNode } from './yamlNode.ts'

/** Counts what go-yaml would decode, so that a document which it refuses for its aliases is refused here too. */
export interface AliasBudget {
  /** Begins a node; for one that has an anchor, the answer goes to `close` behind its content. */
  open(): number
  close(node: YamlNode, opened: number): void
  /** Uses a node again by alias; false when go-yaml would give up. */
  use(node: YamlNode): boolean
}

/**
 * go-yaml's guard against documents that grow by aliases (`allowedAliasRatio` in its decode.go), reckoned without
 * growing: a node's size is counted once and added wherever an alias stands for it.
 */
export function aliasBudget(): AliasBudget {
  const sizes = new WeakMap<object, number>()
  let decoded = 0
  let aliased = 0
  return {
    open() {
      decoded += 1
      return decoded
    },
    close(node, opened) {
      sizes.set(contentOf(node), decoded - opened + 1)
    },
    use(node) {
      const size = sizes.get(contentOf(node)) ?? 1
      decoded += size + 1
      aliased += size
      return aliased <= 100 || decoded <= 1000 || aliased / decoded <= allowedRatio(decoded)
    },
  }
}

/** Copies of a node by alias share their children, so these tell it from others. */
function contentOf(node: YamlNode): object {
  if (node.type === 'map') return node.pairs
  return node.type === 'list' ? node.items : node.range
}

function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  if (decoded >= 4_000_000) return 0.1
  return 0.99 - (0.89 * (decoded - 400_000)) / 3_600_000
}
