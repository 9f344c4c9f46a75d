import { type ClusterFacts, type Fact, type NodeFact, selectorKey } from './clusterFacts.ts'
import { firstMatch, trimKernel } from './kernelMatch.ts'
import type { KmmModule } from './kmmModule.ts'

/** Which of the selected nodes each mapping serves. */
export interface MappingNodes {
  readonly selected: readonly NodeFact[]
  /** by index of the mapping */
  readonly served: readonly (readonly NodeFact[])[]
  readonly unserved: readonly NodeFact[]
}

/** The nodes a Module selects, as far as the cluster was asked about this very selector. */
export function selectedNodes(module: KmmModule, facts: ClusterFacts): Fact<readonly NodeFact[]> {
  if (module.selector === undefined) return { state: 'unknown', why: 'absent' }
  return facts.nodes.get(selectorKey(module.selector.value)) ?? { state: 'unknown', why: 'notConnected' }
}

/** Deals nodes out to mappings: first match wins, one decision per distinct kernel. */
export function mappingNodes(module: KmmModule, nodes: readonly NodeFact[]): MappingNodes {
  const matchers = module.kernelMappings.map(({ literal, regexp }) => ({
    literal: literal?.value,
    regexp: regexp?.value,
  }))
  const byKernel = new Map<string, number | undefined>()
  const served: NodeFact[][] = matchers.map(() => [])
  const unserved: NodeFact[] = []
  for (const node of nodes) {
    if (!byKernel.has(node.kernel)) byKernel.set(node.kernel, firstMatch(matchers, node.kernel))
    const index = byKernel.get(node.kernel)
    const bucket = index === undefined ? unserved : served[index]
    bucket?.push(node)
  }
  return { selected: nodes, served, unserved }
}

/** Nodes by kernel as KMM sees it, most nodes first. */
export function nodesByKernel(
  nodes: readonly NodeFact[],
): readonly (readonly [kernel: string, names: readonly string[]])[] {
  const groups = new Map<string, string[]>()
  for (const node of nodes) {
    const kernel = trimKernel(node.kernel)
    const names = groups.get(kernel)
    if (names === undefined) groups.set(kernel, [node.name])
    else names.push(node.name)
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}
