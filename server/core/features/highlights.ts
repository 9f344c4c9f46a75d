import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import { matcherTakes, trimKernel } from '../kmm/kernelMatch.ts'
import type { Field, KernelMapping, KmmModule } from '../kmm/kmmModule.ts'
import { selectedNodes } from '../kmm/mappingNodes.ts'
import type { Range } from '../yaml/yamlNode.ts'

/** A place that belongs to what the cursor is on; `write` is where it is decided, `read` where it is only used. */
export interface Highlight {
  readonly range: Range
  readonly role: 'read' | 'write'
}

/**
 * On a mapping's `literal` or `regexp`: the mapping itself and those that take kernels from it, or that it takes kernels
 * from. Judged by the kernels in sight: all literals of the Module and what its nodes run. The one that wins is `write`.
 */
export function mappingHighlights(module: KmmModule, offset: number, cluster: ClusterFacts): readonly Highlight[] {
  const { kernelMappings } = module
  const at = kernelMappings.findIndex((mapping) => fieldsOf(mapping).some(({ range }) => touches(range, offset)))
  const mapping = kernelMappings[at]
  if (mapping === undefined) return []
  const kernels = kernelsInSight(module, cluster).filter((kernel) => takes(mapping, kernel))
  const rivals = kernelMappings.filter(
    (other) => other === mapping || sameMatcher(other, mapping) || kernels.some((kernel) => takes(other, kernel)),
  )
  if (rivals.length === 1) return []
  return rivals.flatMap((rival, order) =>
    fieldsOf(rival).map(({ range }): Highlight => ({ range, role: order === 0 ? 'write' : 'read' })),
  )
}

function kernelsInSight(module: KmmModule, cluster: ClusterFacts): readonly string[] {
  const nodes = selectedNodes(module, cluster)
  const running = nodes.state === 'unknown' ? [] : nodes.value.map(({ kernel }) => trimKernel(kernel))
  const literals = module.kernelMappings.flatMap(({ literal }) => (literal?.value ? [literal.value] : []))
  return [...new Set([...running, ...literals])]
}

function takes({ literal, regexp }: KernelMapping, kernel: string): boolean {
  return matcherTakes({ literal: literal?.value, regexp: regexp?.value }, kernel)
}

function sameMatcher(a: KernelMapping, b: KernelMapping): boolean {
  return Boolean(a.regexp?.value) && a.regexp?.value === b.regexp?.value
}

function fieldsOf({ literal, regexp }: KernelMapping): readonly Field<string>[] {
  return [literal, regexp]
    .filter((field) => field !== undefined && field.value !== '')
    .filter((field) => field !== undefined)
}

function touches({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end
}
