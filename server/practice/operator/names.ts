/** Names that KMM's operator gives to things (main, July 2026; `../shared/kmm/recordings`). */

const prefix = 'kmm.node.kubernetes.io'

export const moduleFinalizer = `${prefix}/module-finalizer`
export const podFinalizer = `${prefix}/nodemodulesconfig-reconciler`
export const moduleNameLabel = `${prefix}/module.name`
export const workerActionLabel = `${prefix}/worker-action`
export const imageOwnerLabel = `${prefix}/image-owner`
export const pullPodTypeLabel = `${prefix}/pull-pod-type`
export const componentLabel = 'app.kubernetes.io/component'
export const workerConfigAnnotation = `${prefix}/worker-config`
export const workerHashAnnotation = `${prefix}/worker-hash`
export const workerTolerationsAnnotation = `${prefix}/worker-tolerations`
export const workerVersionAnnotation = `${prefix}/worker-module-version`
export const modulesOrderAnnotation = `${prefix}/modules-order`
export const namespaceLabel = 'kmm.node.k8s.io/contains-modules'

export interface ModuleName {
  readonly namespace: string
  readonly name: string
}

export function workerPodName(node: string, module: ModuleName): string {
  return `kmm-worker-${node}-${module.name}`
}

export function readyLabel({ namespace, name }: ModuleName): string {
  return `${prefix}/${namespace}.${name}.ready`
}

export function versionReadyLabel({ namespace, name }: ModuleName): string {
  return `${prefix}/${namespace}.${name}.version.ready`
}

/** Set by the user for an ordered upgrade: the version that a node shall run. */
export function nodeVersionLabel({ namespace, name }: ModuleName): string {
  return `${prefix}/version-module.${namespace}.${name}`
}

export function configuredLabel({ namespace, name }: ModuleName): string {
  return `beta.${prefix}/${namespace}.${name}.module-configured`
}

export function inUseLabel({ namespace, name }: ModuleName): string {
  return `beta.${prefix}/${namespace}.${name}.module-in-use`
}

/** The Module that a ready or in-use label is about; `undefined` for any other label. */
export function moduleOfLabel(label: string): (ModuleName & { readonly use: 'ready' | 'inUse' }) | undefined {
  const found = /^(beta\.)?kmm\.node\.kubernetes\.io\/([^.]+)\.(.+)\.(ready|module-in-use)$/.exec(label)
  const [, , namespace, name, end] = found ?? []
  if (namespace === undefined || name === undefined || name.endsWith('.version')) return undefined
  return { namespace, name, use: end === 'ready' ? 'ready' : 'inUse' }
}
