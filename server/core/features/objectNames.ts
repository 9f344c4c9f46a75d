import type { Range, YamlDocument, YamlNode, YamlScalar } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'

export type NamedKind = 'Module' | 'ConfigMap' | 'Secret' | 'ServiceAccount' | 'Namespace'

/** A place where an object's name is written. */
export interface NameUse {
  readonly kind: NamedKind
  readonly name: string
  /** namespace of the object that is meant; `undefined`: of any, such as what a hub sends to its spokes, or of none */
  readonly namespace: string | undefined
  /** the object itself stands here */
  readonly declares: boolean
  /** of the name in the document's text, quotes included */
  readonly range: Range
  readonly style: YamlScalar['style']
  /** written once with an anchor, and used by aliases */
  readonly shared: boolean
}

/**
 * The names of Modules, ConfigMaps, Secrets, ServiceAccounts and Namespaces in a document of any Kubernetes kind.
 * `namespace` is where a document goes that names none.
 */
export function objectNames(document: YamlDocument, namespace: string): readonly NameUse[] {
  const { root } = document
  const kind = textOf(childOf(root, 'kind'))
  if (root?.type !== 'map' || kind === undefined) return []
  const metadata = childOf(root, 'metadata')
  const own = textOf(childOf(metadata, 'namespace')) || namespace
  const uses: NameUse[] = []
  const add = (of: NamedKind, node: YamlNode | undefined, where: string | undefined, declares = false) => {
    if (node?.type !== 'scalar' || typeof node.value !== 'string' || node.value === '' || node.templated) return
    const { value: name, range, style } = node
    const shared = node.alias !== undefined || /(^|\s)&\S+\s+$/.test(document.text.slice(0, range.start).slice(-100))
    const placed = of === 'Namespace' ? undefined : where
    uses.push({ kind: of, name, namespace: placed, declares, range, style, shared })
  }
  if (isNamedKind(kind)) add(kind, childOf(metadata, 'name'), own, true)
  add('Namespace', childOf(metadata, 'namespace'), undefined)
  if (withoutReferences.has(kind)) return uses
  // A hub's objects and those of its spokes are in clusters of their own.
  const where = kind === 'ManagedClusterModule' ? undefined : own
  const walk = (node: YamlNode, key: string): void => {
    if (node.alias !== undefined && node.type !== 'scalar') return
    if (node.type === 'list') for (const item of node.items) walk(item, `${key}[]`)
    if (node.type !== 'map') return
    if (key === 'subjects[]') {
      const there = textOf(childOf(node, 'namespace'))
      if (textOf(childOf(node, 'kind')) === 'ServiceAccount') add('ServiceAccount', childOf(node, 'name'), there ?? own)
      add('Namespace', childOf(node, 'namespace'), undefined)
      return
    }
    for (const pair of node.pairs) {
      if (pair.merged === true) continue
      const of = kindOfReference(key, pair.key.text)
      if (of !== undefined) add(of, pair.value, where)
      walk(pair.value, pair.key.text)
    }
  }
  for (const pair of root.pairs) if (pair.key.text !== 'metadata') walk(pair.value, pair.key.text)
  return uses
}

/** Whether two places name one object. */
export function isSameObject(a: NameUse, b: NameUse): boolean {
  if (a.kind !== b.kind || a.name !== b.name) return false
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace
}

function isNamedKind(kind: string): kind is NamedKind {
  return ['Module', 'ConfigMap', 'Secret', 'ServiceAccount', 'Namespace'].includes(kind)
}

/** Their fields hold other things under the same keys. */
const withoutReferences = new Set(['ConfigMap', 'Secret', 'Namespace', 'CustomResourceDefinition'])

const byParent: Readonly<Record<string, NamedKind>> = {
  dockerfileConfigMap: 'ConfigMap',
  configMap: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  keySecret: 'Secret',
  certSecret: 'Secret',
  imageRepoSecret: 'Secret',
  secret: 'Secret',
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
  'secrets[]': 'Secret',
  'imagePullSecrets[]': 'Secret',
}

function kindOfReference(parent: string, key: string): NamedKind | undefined {
  if (key === 'serviceAccountName') return 'ServiceAccount'
  if (key === 'secretName' && parent === 'secret') return 'Secret'
  return key === 'name' && Object.hasOwn(byParent, parent) ? byParent[parent] : undefined
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}
