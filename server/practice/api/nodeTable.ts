import type { KubeObject } from '../../cluster/cluster.ts'
import { listAt, textAt, valueAt } from '../json.ts'

export type IncludeObject = 'None' | 'Metadata' | 'Object'

const columns = [
  ['Name', 'name', 0],
  ['Status', '', 0],
  ['Roles', '', 0],
  ['Age', '', 0],
  ['Version', '', 0],
  ['Internal-IP', '', 1],
  ['External-IP', '', 1],
  ['OS-Image', '', 1],
  ['Kernel-Version', '', 1],
  ['Container-Runtime', '', 1],
] as const

const columnDefinitions = columns.map(([name, format, priority]) => ({
  name,
  type: 'string',
  format,
  description: `The node's ${name}.`,
  priority,
}))

export interface TableOptions {
  readonly include: IncludeObject
  readonly now: () => Date
  /** watch events after the first carry no column definitions */
  readonly withColumns: boolean
}

/** Nodes in the server's Table form, with the columns of `kubectl get nodes -o wide` (kube-apiserver 1.37). */
export function nodeTable(nodes: readonly KubeObject[], resourceVersion: string, options: TableOptions): object {
  return table(
    nodes.map((node) => ({ cells: cells(node, options.now()), object: included(node, options.include) })),
    resourceVersion,
    options.withColumns,
  )
}

/** A bookmark is a row without a name; the first of a watch says that the present has been told. */
export function bookmarkTable(resourceVersion: string, endOfPresent: boolean, withColumns: boolean): object {
  const annotations = { 'k8s.io/initial-events-end': 'true' }
  const object = {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion, annotations, creationTimestamp: null },
  }
  const none = ['', 'Unknown', '<none>', '<unknown>', '', '<none>', '<none>', '<unknown>', '<unknown>', '<unknown>']
  return table([{ cells: none, object: endOfPresent ? object : null }], resourceVersion, withColumns)
}

function table(rows: readonly object[], resourceVersion: string, withColumns: boolean): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: withColumns ? columnDefinitions : null,
    rows,
  }
}

function included(node: KubeObject, include: IncludeObject): object | null {
  if (include === 'None') return null
  if (include === 'Object') return node
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: node.metadata }
}

function cells(node: KubeObject, now: Date): readonly string[] {
  const info = (key: string) => textAt(node, 'status', 'nodeInfo', key) ?? '<unknown>'
  return [
    node.metadata.name,
    statusOf(node),
    rolesOf(node),
    age(node.metadata.creationTimestamp, now),
    textAt(node, 'status', 'nodeInfo', 'kubeletVersion') ?? '',
    addressOf(node, 'InternalIP'),
    addressOf(node, 'ExternalIP'),
    info('osImage'),
    // 1.37 appends the architecture; older servers do not.
    `${info('kernelVersion')} (${info('architecture')})`,
    info('containerRuntimeVersion'),
  ]
}

function statusOf(node: KubeObject): string {
  const ready = listAt(node, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Ready')
  const text = ready === undefined ? 'Unknown' : textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady'
  return valueAt(node, 'spec', 'unschedulable') === true ? `${text},SchedulingDisabled` : text
}

function rolesOf(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/'
  const keys = Object.keys(node.metadata.labels ?? {}).filter((key) => key.startsWith(prefix))
  return keys.length === 0
    ? '<none>'
    : keys
        .map((key) => key.slice(prefix.length))
        .sort()
        .join(',')
}

function addressOf(node: KubeObject, type: string): string {
  const found = listAt(node, 'status', 'addresses').find((address) => textAt(address, 'type') === type)
  return textAt(found, 'address') ?? '<none>'
}

/** `42s`, `5m`, `3h` or `8d`. */
function age(created: string | undefined, now: Date): string {
  if (created === undefined) return '<unknown>'
  const elapsed = Math.max(0, Math.floor((now.getTime() - Date.parse(created)) / 1000))
  if (elapsed < 120) return `${elapsed}s`
  if (elapsed < 7_200) return `${Math.floor(elapsed / 60)}m`
  return elapsed < 172_800 ? `${Math.floor(elapsed / 3_600)}h` : `${Math.floor(elapsed / 86_400)}d`
}
