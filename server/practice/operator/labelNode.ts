import { randomBytes } from 'node:crypto'
import type { Cluster, KubeObject } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { textAt } from '../json.ts'
import type { OperatorCaches } from './caches.ts'
import { type ModuleName, moduleOfLabel, readyLabel, versionReadyLabel } from './names.ts'
import { entriesOf, entryFor, isLoaded, moduleNameOf } from './nodeModules.ts'

/**
 * Keeps a node's ready labels in step with what is loaded on it and tells each change in an Event. A Module that is
 * being reloaded keeps its label (`labelPreparation` and `RecordEvents` of nmc_reconciler, main).
 */
export async function labelNode(
  cluster: Cluster,
  caches: OperatorCaches,
  config: KubeObject,
  node: KubeObject,
): Promise<void> {
  const wanted = entriesOf(config, 'spec')
  const known = [...wanted, ...entriesOf(config, 'status')]
  const current = node.metadata.labels ?? {}
  const labels: Record<string, string | null> = {}
  const loaded: ModuleName[] = []
  const unloaded: ModuleName[] = []
  for (const entry of wanted) {
    const module = moduleNameOf(entry)
    if (!isLoaded(config, module)) continue
    const version = textAt(entry, 'version')
    if (version !== undefined && current[versionReadyLabel(module)] !== version)
      labels[versionReadyLabel(module)] = version
    if (current[readyLabel(module)] !== undefined) continue
    labels[readyLabel(module)] = ''
    loaded.push(module)
  }
  for (const label of Object.keys(current)) {
    const module = moduleOfLabel(label)
    if (module?.use !== 'ready' || entryFor(known, module) !== undefined) continue
    labels[label] = null
    if (current[versionReadyLabel(module)] !== undefined) labels[versionReadyLabel(module)] = null
    unloaded.push(module)
  }
  if (Object.keys(labels).length === 0) return
  const labelled = await cluster.patch(resources.nodes, node.metadata.name, { metadata: { labels } })
  caches.nodes.observe(labelled)
  for (const module of loaded) await tell(cluster, labelled, module, 'ModuleLoaded', 'loaded into')
  for (const module of unloaded) await tell(cluster, labelled, module, 'ModuleUnloaded', 'unloaded from')
}

async function tell(
  cluster: Cluster,
  node: KubeObject,
  { namespace, name }: ModuleName,
  reason: string,
  done: string,
): Promise<void> {
  const time = `${new Date().toISOString().slice(0, 19)}Z`
  const { uid = '', resourceVersion = '' } = node.metadata
  await cluster.create(
    resources.events,
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${node.metadata.name}.${randomBytes(8).toString('hex')}`,
        namespace: 'default',
        annotations: { module: `${namespace}/${name}` },
      },
      involvedObject: { kind: 'Node', name: node.metadata.name, uid, apiVersion: 'v1', resourceVersion },
      reason,
      message: `Module ${namespace}/${name} ${done} the kernel`,
      source: { component: 'kmm' },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      type: 'Normal',
      reportingComponent: 'kmm',
      reportingInstance: '',
    },
    { namespace: 'default' },
  )
}
