import type { ClusterFacts, Fact, NodeFact, UnknownReason } from '../kmm/clusterFacts.ts'
import type { KmmModule } from '../kmm/kmmModule.ts'
import { mappingNodes, selectedNodes } from '../kmm/mappingNodes.ts'
import type { Path } from '../yaml/yamlNode.ts'
import { fieldText } from '../yaml/yamlPath.ts'
import { nodesTable, plural } from './inlayHints.ts'

/** What the connected cluster says about a field: nodes of a mapping or of the selector, as Markdown. */
export function liveHover(module: KmmModule, cluster: ClusterFacts): (path: Path) => string | undefined {
  return (path) => {
    const field = fieldText(path)
    const selector = fieldText([...module.specPath, 'selector'])
    const mapping = module.kernelMappings.find((one) => {
      const own = fieldText(one.path)
      return field === own || field === `${own}.literal` || field === `${own}.regexp`
    })
    if (mapping === undefined && field !== selector && !field.startsWith(`${selector}.`)) return undefined
    const fact = selectedNodes(module, cluster)
    if (fact.state === 'unknown') return cluster.target === undefined ? undefined : unknownText(fact.why)
    const nodes = mapping === undefined ? fact.value : (mappingNodes(module, fact.value).served[mapping.index] ?? [])
    const what = mapping === undefined ? 'The selector matches' : 'This mapping serves'
    const of = mapping === undefined ? '' : ` of ${fact.value.length}`
    const title = `${what} **${nodes.length}${of} ${plural(nodes.length, 'node')}** of \`${cluster.target?.context ?? ''}\`${age(fact)}`
    return nodes.length === 0 ? title : `${title}\n\n${nodesTable(nodes)}`
  }
}

const reasons: Readonly<Record<UnknownReason, string>> = {
  notConnected: 'no cluster is connected',
  connecting: 'still connecting',
  untrusted: 'the workspace is not trusted',
  forbidden: 'you may not list nodes',
  unauthorized: 'your credentials were not accepted',
  absent: 'the selector cannot be read',
  unreachable: 'the cluster cannot be reached',
}

function unknownText(why: UnknownReason): string {
  return `Nodes: unknown, ${reasons[why]}`
}

function age(fact: Fact<readonly NodeFact[]>): string {
  return fact.state === 'stale' ? ` (stale since ${new Date(fact.sinceMs).toISOString().slice(11, 19)} UTC)` : ''
}
