import type { Cluster, KubeObject } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { isJsonObject, jsonEqual, mapAt, textAt, valueAt } from '../json.ts'
import type { OperatorCaches } from './caches.ts'
import { imageState, moduleImagesSpec, newModuleImages, sameImages } from './moduleImages.ts'
import { type NodeTarget, selectsNode, targetFor } from './moduleSpec.ts'
import {
  configuredLabel,
  inUseLabel,
  type ModuleName,
  moduleFinalizer,
  namespaceLabel,
  nodeVersionLabel,
} from './names.ts'
import { entriesOf, entryFor, isLoaded, isOf, wantedEntry, withEntry } from './nodeModules.ts'

/**
 * One pass over a Module, as KMM's module controller makes it: namespace label, finalizer, empty status, images,
 * node entries, counters; or, when it is being deleted, taking all that away again. Throws `ClusterError`.
 */
export async function reconcileModule(cluster: Cluster, caches: OperatorCaches, name: ModuleName): Promise<void> {
  const module = caches.modules.get(name.namespace, name.name)
  if (module === undefined) return
  if (module.metadata.deletionTimestamp !== undefined) return releaseModule(cluster, caches, module, name)
  await labelNamespace(cluster, name.namespace)
  const kept = await claimModule(cluster, caches, module)
  if (valueAt(kept, 'spec', 'moduleLoader') === undefined) return

  const selected = caches.nodes.all().filter((node) => selectsNode(kept, node))
  const targets = selected.flatMap((node) => targetFor(kept, node) ?? []).sort((a, b) => (a.node < b.node ? -1 : 1))
  const versioned = targets.filter((target) => wantsVersion(kept, caches.nodes.get(undefined, target.node), name))
  await writeImages(cluster, caches, kept, versioned)
  await writeNodeModules(cluster, caches, kept, versioned, name)
  // Without a single image the real operator gives up before it counts.
  if (targets.length > 0) await writeCounters(cluster, caches, kept, name, selected.length)
}

async function labelNamespace(cluster: Cluster, namespace: string): Promise<void> {
  const found = await cluster.get(resources.namespaces, namespace)
  if (found.metadata.labels?.[namespaceLabel] !== undefined) return
  await cluster.patch(resources.namespaces, namespace, { metadata: { labels: { [namespaceLabel]: '' } } })
}

/** Puts our finalizer and an empty status onto a Module that we have not seen before. */
async function claimModule(cluster: Cluster, caches: OperatorCaches, module: KubeObject): Promise<KubeObject> {
  const { name, namespace = '', finalizers = [] } = module.metadata
  if (finalizers.includes(moduleFinalizer)) return module
  const patch = { metadata: { finalizers: [...finalizers, moduleFinalizer] } }
  caches.modules.observe(await cluster.patch(resources.modules, name, patch, { namespace }))
  const status = { devicePlugin: {}, dra: {}, moduleLoader: {} }
  const claimed = await cluster.patchStatus(resources.modules, name, { status }, { namespace })
  caches.modules.observe(claimed)
  return claimed
}

/** With a version set, only nodes that the user has labelled with it are served (ordered upgrade). */
function wantsVersion(module: KubeObject, node: KubeObject | undefined, name: ModuleName): boolean {
  const version = textAt(module, 'spec', 'moduleLoader', 'container', 'version')
  return version === undefined || node?.metadata.labels?.[nodeVersionLabel(name)] === version
}

async function writeImages(
  cluster: Cluster,
  caches: OperatorCaches,
  module: KubeObject,
  targets: readonly NodeTarget[],
): Promise<void> {
  const { name, namespace = '' } = module.metadata
  const spec = moduleImagesSpec(module, targets)
  const live = caches.images.get(namespace, name)
  if (live === undefined) {
    caches.images.observe(
      await cluster.create(resources.moduleImagesConfigs, newModuleImages(module, spec), { namespace }),
    )
  } else if (!sameImages(live.spec, spec)) {
    const patch = { spec: { images: null, ...spec } }
    caches.images.observe(await cluster.patch(resources.moduleImagesConfigs, name, patch, { namespace }))
  }
}

/** Gives every node whose image is there its entry, and takes it from nodes that are no longer served. */
async function writeNodeModules(
  cluster: Cluster,
  caches: OperatorCaches,
  module: KubeObject,
  targets: readonly NodeTarget[],
  name: ModuleName,
): Promise<void> {
  const images = caches.images.get(name.namespace, name.name)
  for (const target of targets) {
    if (imageState(images, target.image) === 'Exists') await writeEntry(cluster, caches, module, target, name)
  }
  const served = new Set(targets.map((target) => target.node))
  for (const config of caches.nodeModules.all()) {
    if (!served.has(config.metadata.name)) await removeEntry(cluster, caches, config, name)
  }
}

async function writeEntry(
  cluster: Cluster,
  caches: OperatorCaches,
  module: KubeObject,
  target: NodeTarget,
  name: ModuleName,
): Promise<void> {
  const entry = wantedEntry(module, target)
  const live = caches.nodeModules.get(undefined, target.node)
  const labels = { [configuredLabel(name)]: '', [inUseLabel(name)]: '' }
  if (live === undefined) {
    const node = caches.nodes.get(undefined, target.node)
    if (node === undefined) return
    const { kind, group, version } = resources.nodeModulesConfigs
    const owner = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid ?? '' }
    const metadata = { name: target.node, labels, ownerReferences: [owner] }
    const made = { apiVersion: `${group}/${version}`, kind, metadata, spec: { modules: [entry] } }
    caches.nodeModules.observe(await cluster.create(resources.nodeModulesConfigs, made))
    return
  }
  const entries = entriesOf(live, 'spec')
  const isLabelled = Object.keys(labels).every((label) => live.metadata.labels?.[label] !== undefined)
  if (isLabelled && jsonEqual(entryFor(entries, name), entry)) return
  const patch = { metadata: { labels }, spec: { modules: withEntry(entries, entry) } }
  caches.nodeModules.observe(await cluster.patch(resources.nodeModulesConfigs, target.node, patch))
}

async function removeEntry(
  cluster: Cluster,
  caches: OperatorCaches,
  config: KubeObject,
  name: ModuleName,
): Promise<void> {
  const entries = entriesOf(config, 'spec')
  if (entryFor(entries, name) === undefined) return
  const left = entries.filter((entry) => !isOf(entry, name))
  // Go leaves an empty list out.
  const modules = left.length === 0 ? null : left
  const patch = { metadata: { labels: { [configuredLabel(name)]: null } }, spec: { modules } }
  caches.nodeModules.observe(await cluster.patch(resources.nodeModulesConfigs, config.metadata.name, patch))
}

async function writeCounters(
  cluster: Cluster,
  caches: OperatorCaches,
  module: KubeObject,
  name: ModuleName,
  matching: number,
): Promise<void> {
  const configs = caches.nodeModules.all().filter((config) => entryFor(entriesOf(config, 'spec'), name) !== undefined)
  const available = configs.filter((config) => isLoaded(config, name)).length
  const counts = { availableNumber: available, desiredNumber: configs.length, nodesMatchingSelectorNumber: matching }
  // Go leaves zeros out.
  const wanted = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  const live = mapAt(module, 'status', 'moduleLoader')
  if (jsonEqual(live, wanted)) return
  const gone = Object.fromEntries(Object.keys(live).map((key) => [key, null]))
  const status = { moduleLoader: { ...gone, ...wanted } }
  const patched = await cluster.patchStatus(resources.modules, name.name, { status }, { namespace: name.namespace })
  caches.modules.observe(patched)
}

/** Takes a Module that is being deleted off every node, and lets it go when no node holds it any more. */
async function releaseModule(
  cluster: Cluster,
  caches: OperatorCaches,
  module: KubeObject,
  name: ModuleName,
): Promise<void> {
  const others = caches.modules
    .all()
    .filter(({ metadata }) => metadata.namespace === name.namespace && metadata.deletionTimestamp === undefined)
  const namespace = await cluster.get(resources.namespaces, name.namespace)
  if (others.length === 0 && namespace.metadata.labels?.[namespaceLabel] !== undefined) {
    await cluster.patch(resources.namespaces, name.namespace, { metadata: { labels: { [namespaceLabel]: null } } })
  }
  for (const config of caches.nodeModules.all()) await removeEntry(cluster, caches, config, name)
  const isInUse = caches.nodeModules.all().some(({ metadata }) => metadata.labels?.[inUseLabel(name)] !== undefined)
  const finalizers = module.metadata.finalizers ?? []
  if (isInUse || !isJsonObject(module) || !finalizers.includes(moduleFinalizer)) return
  const patch = { metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== moduleFinalizer) } }
  await cluster.patch(resources.modules, name.name, patch, { namespace: name.namespace })
}
