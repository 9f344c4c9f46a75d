import type { Cluster } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import { resources } from '../cluster/resources.ts'
import type { Fact, NodeLabels } from '../core/kmm/clusterFacts.ts'

/** Enough to know which labels a cluster uses, whatever its size. */
const sampleSize = 200

/** Labels that a sample of the nodes carries, with how often each value occurs. Never throws: what cannot be had is unknown. */
export async function readNodeLabels(cluster: Cluster, signal: AbortSignal): Promise<Fact<NodeLabels>> {
  try {
    const { items } = await cluster.list(resources.nodes, { limit: sampleSize, signal })
    const labels = new Map<string, Map<string, number>>()
    for (const node of items) {
      for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
        const values = labels.get(key) ?? new Map<string, number>()
        values.set(value, (values.get(value) ?? 0) + 1)
        labels.set(key, values)
      }
    }
    return { state: 'known', value: labels }
  } catch (error) {
    const forbidden = error instanceof ClusterError && error.kind === 'forbidden'
    return { state: 'unknown', why: forbidden ? 'forbidden' : 'unreachable' }
  }
}
