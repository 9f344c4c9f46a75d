import type { NodePhase, NodeRunFact } from '../core/kmm/clusterFacts.ts'

const words: Readonly<Record<NodePhase, string>> = {
  waiting: 'waiting for KMM',
  image: 'looking for the image',
  pending: 'waiting for the worker pod',
  loading: 'loading',
  unloading: 'unloading what was there',
  failing: 'failing',
  loaded: 'loaded',
}

/** More names than these are counted, not listed. */
const shownNames = 5

/**
 * One line for every group of nodes that went the same step, such as `node-a, node-b: loaded`. Nothing for nodes that
 * stand where they stood.
 */
export function phaseLines(before: readonly NodeRunFact[], after: readonly NodeRunFact[]): readonly string[] {
  const known = new Map(before.map((node) => [node.node, node.phase]))
  const groups = new Map<string, string[]>()
  for (const { node, phase, detail } of after) {
    if (known.get(node) === phase) continue
    const step = phase === 'failing' && detail !== undefined ? `${words[phase]}: ${detail}` : words[phase]
    groups.set(step, [...(groups.get(step) ?? []), node])
  }
  return [...groups].map(([step, nodes]) => `${namesOf(nodes)}: ${step}`)
}

function namesOf(nodes: readonly string[]): string {
  const more = nodes.length - shownNames
  return more > 0 ? `${nodes.slice(0, shownNames).join(', ')} and ${more} more` : nodes.join(', ')
}
