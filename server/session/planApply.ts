import type { Applied, Cluster, KubeObject, NodeRow } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import { resources } from '../cluster/resources.ts'
import { type Fact, selectorKey, type Target } from '../core/kmm/clusterFacts.ts'
import type { KmmModule } from '../core/kmm/kmmModule.ts'
import { nodesByKernel } from '../core/kmm/mappingNodes.ts'
import { type LoadSpec, loadSpec, nodeTarget } from './loadSpec.ts'
import { type ModuleDiff, moduleDiff } from './moduleDiff.ts'

/** Everything that was learnt before anything is changed: what an apply would do, and the means to do just that. */
export interface ApplyPlan {
  readonly target: Target
  readonly namespace: string
  readonly name: string
  readonly spec: LoadSpec
  readonly isNew: boolean
  readonly diff: ModuleDiff
  readonly nodes: Fact<readonly NodeRow[]>
  /** what the server's dry run warned of */
  readonly warnings: readonly string[]
  /**
   * Sends the very bytes that were tried. Throws `ClusterError`; is never retried. The signal is of its own: whoever is
   * asked may take all the time to read what would change.
   */
  apply(signal: AbortSignal): Promise<Applied>
}

export interface PlanOptions {
  readonly fieldManager: string
  readonly signal: AbortSignal
}

/**
 * Asks the server what applying this Module would do: a dry run that reaches KMM's webhook, the live object, and the
 * nodes it selects. Changes nothing. Throws `ClusterError`; `refusalProblems` puts one about the document on its lines.
 */
export async function planApply(cluster: Cluster, module: KmmModule, options: PlanOptions): Promise<ApplyPlan> {
  const { signal, fieldManager } = options
  const name = module.name?.value
  if (name === undefined) throw new ClusterError('invalid', 'the Module has no `metadata.name`; give it one')
  const namespace = module.namespace?.value ?? cluster.target.namespace
  if (!(await cluster.serves(resources.modules, { signal }))) throw notInstalled(cluster.target)
  const send = (dryRun: boolean, until: AbortSignal) =>
    cluster.apply(resources.modules, name, module.document.text, { namespace, fieldManager, dryRun, signal: until })
  const [live, tried, nodes] = await Promise.all([
    readLive(cluster, name, namespace, signal),
    send(true, signal),
    readNodes(cluster, module, signal),
  ])
  return {
    target: cluster.target,
    namespace,
    name,
    spec: loadSpec(tried.object, namespace),
    isNew: live === undefined,
    diff: moduleDiff(live, tried.object, module.root),
    nodes,
    warnings: tried.warnings,
    apply: (until) => send(false, until),
  }
}

/** Sentences for the question that is asked before an apply: what, where, and on which nodes. */
export function planDetails(plan: ApplyPlan): readonly string[] {
  const what = plan.isNew ? 'A new Module' : plan.diff.changed ? 'An update' : 'No change: the cluster holds just this'
  const lines = [`${what}: ${plan.namespace}/${plan.name} on ${plan.target.server}`]
  if (plan.nodes.state === 'unknown') lines.push('Nodes: unknown, you may not list them')
  else {
    const served = plan.nodes.value.filter((node) => nodeTarget(plan.spec, node.kernel) !== undefined)
    lines.push(`Loads on ${served.length} of ${plan.nodes.value.length} selected nodes`)
    for (const [kernel, names] of nodesByKernel(served)) lines.push(`${kernel}: ${few(names)}`)
    const unserved = plan.nodes.value.filter((node) => !served.includes(node))
    for (const [kernel, names] of nodesByKernel(unserved))
      lines.push(`${kernel}: no mapping serves it, so nothing is loaded on ${few(names)}`)
  }
  return [...lines, ...plan.warnings.map((warning) => `The server warns: ${warning}`)]
}

function few(names: readonly string[]): string {
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`
}

async function readLive(
  cluster: Cluster,
  name: string,
  namespace: string,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await cluster.get(resources.modules, name, { namespace, signal })
  } catch (error) {
    if (error instanceof ClusterError && error.kind === 'notFound') return undefined
    throw error
  }
}

async function readNodes(cluster: Cluster, module: KmmModule, signal: AbortSignal): Promise<Fact<readonly NodeRow[]>> {
  if (module.selector === undefined) return { state: 'unknown', why: 'absent' }
  try {
    const list = await cluster.listNodes({ labelSelector: selectorKey(module.selector.value), signal })
    return { state: 'known', value: list.items }
  } catch (error) {
    // Not being allowed to see nodes is no reason not to apply.
    if (error instanceof ClusterError && error.kind === 'forbidden') return { state: 'unknown', why: 'forbidden' }
    throw error
  }
}

function notInstalled(target: Target): ClusterError {
  const message = `KMM is not installed on \`${target.context}\` (${target.server}): it serves no \`modules\` of \`kmm.sigs.x-k8s.io\`. Install the operator, or choose another context`
  return new ClusterError('notFound', message)
}
