import type { Path } from '../yaml/yamlNode.ts'
import { fieldText } from '../yaml/yamlPath.ts'
import type { ClusterFacts } from './clusterFacts.ts'
import type { KmmModule } from './kmmModule.ts'
import { mappingNodes, nodesByKernel, selectedNodes } from './mappingNodes.ts'

/**
 * The kernels that matter to a field: those that its mapping serves, for the matcher itself and outside mappings those of
 * all selected nodes. Without a cluster, the one that a literal names.
 */
export function kernelsAt(module: KmmModule, cluster: ClusterFacts): (path: Path) => readonly string[] {
  return (path) => {
    const field = fieldText(path)
    const mapping = module.kernelMappings.find((one) => field.startsWith(`${fieldText(one.path)}.`))
    const fact = selectedNodes(module, cluster)
    const isMatcher = path.at(-1) === 'regexp' || path.at(-1) === 'literal'
    if (fact.state === 'unknown') return mapping?.literal?.value && !isMatcher ? [mapping.literal.value] : []
    const nodes =
      mapping === undefined || isMatcher ? fact.value : mappingNodes(module, fact.value).served[mapping.index]
    return nodesByKernel(nodes ?? []).map(([kernel]) => kernel)
  }
}
