import type { ClusterFacts, NodeFact } from '../kmm/clusterFacts.ts'
import { matcherTakes, trimKernel } from '../kmm/kernelMatch.ts'
import { kmmModule } from '../kmm/kmmModule.ts'
import { nodesByKernel, selectedNodes } from '../kmm/mappingNodes.ts'
import type { Path } from '../yaml/yamlNode.ts'
import type { CompletionRequest } from './completionRequest.ts'
import type { KnownValue } from './completionText.ts'

type Request = Pick<CompletionRequest, 'document' | 'cluster'>

/** The cluster's kernels as KMM compares them, those that no other mapping serves yet first. */
export function literalKernels(request: Request, path: Path): readonly KnownValue[] {
  return clusterKernels(request, path).map(({ kernel, detail, sortText }) => ({
    text: kernel,
    detail,
    sortText,
  }))
}

/** A regexp for each kernel of the cluster and nothing else, and the one that takes all. */
export function regexpsOfKernels(request: Request, path: Path): readonly KnownValue[] {
  const exact = clusterKernels(request, path).map(
    ({ kernel, detail, sortText }): KnownValue => ({
      text: `^${kernel.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`,
      detail,
      sortText,
      filterText: kernel,
      quoted: true,
    }),
  )
  return [...exact, { text: '^.+$', detail: 'every kernel', sortText: '9', quoted: true }]
}

interface ClusterKernel {
  readonly kernel: string
  readonly detail: string
  readonly sortText: string
}

function clusterKernels({ document, cluster }: Request, path: Path): readonly ClusterKernel[] {
  const module = kmmModule(document)
  const own = module && selectedNodes(module, cluster)
  const nodes = own !== undefined && own.state !== 'unknown' ? own.value : allNodes(cluster)
  const index = path.findLast((step) => typeof step === 'number')
  const others = (module?.kernelMappings ?? [])
    .filter((mapping) => mapping.index !== index)
    .map(({ literal, regexp }) => ({ literal: literal?.value, regexp: regexp?.value }))
  return nodesByKernel(nodes).map(([kernel, names], at) => {
    const isServed = others.some((matcher) => matcherTakes(matcher, trimKernel(kernel)))
    const count = names.length === 1 ? `node ${names[0]}` : `${names.length} nodes`
    const detail = isServed ? `${count}, served by another mapping` : count
    return { kernel, detail, sortText: `${isServed ? 2 : 1}${String(at).padStart(3, '0')}` }
  })
}

/** Every node of any selector that was watched, once. */
function allNodes(cluster: ClusterFacts): readonly NodeFact[] {
  const byName = new Map<string, NodeFact>()
  for (const fact of cluster.nodes.values()) {
    if (fact.state !== 'unknown') for (const node of fact.value) byName.set(node.name, node)
  }
  return [...byName.values()]
}
