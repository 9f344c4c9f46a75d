import type { Resource } from './cluster.ts'

const kmm = { group: 'kmm.sigs.x-k8s.io', version: 'v1beta1' } as const
const core = { group: '', version: 'v1' } as const

/** The resources that KMM and we touch, by the name we call them. */
export const resources = {
  modules: { ...kmm, plural: 'modules', kind: 'Module', namespaced: true },
  moduleImagesConfigs: { ...kmm, plural: 'moduleimagesconfigs', kind: 'ModuleImagesConfig', namespaced: true },
  moduleBuildSignConfigs: { ...kmm, plural: 'modulebuildsignconfigs', kind: 'ModuleBuildSignConfig', namespaced: true },
  nodeModulesConfigs: { ...kmm, plural: 'nodemodulesconfigs', kind: 'NodeModulesConfig', namespaced: false },
  nodes: { ...core, plural: 'nodes', kind: 'Node', namespaced: false },
  pods: { ...core, plural: 'pods', kind: 'Pod', namespaced: true },
  events: { ...core, plural: 'events', kind: 'Event', namespaced: true },
  namespaces: { ...core, plural: 'namespaces', kind: 'Namespace', namespaced: false },
  configMaps: { ...core, plural: 'configmaps', kind: 'ConfigMap', namespaced: true },
} as const satisfies Record<string, Resource>
