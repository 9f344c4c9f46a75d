import { templateParts } from '../../kmm/imageTemplate.ts'
import { childOf } from '../../yaml/yamlPath.ts'
import { isSet, keyRange, partRange, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** What is different when a hub hands a Module to its clusters. */
export const hubRules: readonly Rule[] = [
  {
    id: 'kmm/hub-module-loader',
    title: 'A ManagedClusterModule that loads nothing',
    why: 'A hub makes a Module for each kernel of a cluster from `moduleLoader`. Without it the schema takes the document, and the hub can make nothing of it.',
    bad: 'apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: ManagedClusterModule\nmetadata: {name: driver}\nspec:\n  spokeNamespace: default\n  selector: {wants-driver: "true"}\n  moduleSpec:\n    selector: {node-role.kubernetes.io/worker: ""}\n    devicePlugin: {container: {image: "quay.io/example/plugin:1.0"}}',
    good: 'apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: ManagedClusterModule\nmetadata: {name: driver}\nspec:\n  spokeNamespace: default\n  selector: {wants-driver: "true"}\n  moduleSpec:\n    selector: {node-role.kubernetes.io/worker: ""}\n    moduleLoader:\n      container:\n        modprobe: {moduleName: driver}\n        kernelMappings:\n          - regexp: ^.+$\n            containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '2.4' },
    source: 'ours',
    check(module, _context, report) {
      if (module.kind !== 'ManagedClusterModule' || module.spec === undefined) return
      if (childOf(module.spec, 'moduleLoader') !== undefined) return
      const message =
        'A hub hands out only Modules that load something: without `moduleLoader` no cluster gets this one'
      report({ range: keyRange(module, module.specPath), path: module.specPath, message })
    },
  },
  {
    id: 'kmm/hub-mod-namespace',
    title: 'A variable that means one thing on the hub and another on its clusters',
    why: "On a hub `MOD_NAMESPACE` is the operator's namespace, in the Module that a cluster gets it is `spokeNamespace`. Unless both are the same, the hub builds one image and the cluster pulls another.",
    bad: 'apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: ManagedClusterModule\nmetadata: {name: driver}\nspec:\n  spokeNamespace: default\n  selector: {wants-driver: "true"}\n  moduleSpec:\n    selector: {node-role.kubernetes.io/worker: ""}\n    moduleLoader:\n      container:\n        modprobe: {moduleName: driver}\n        kernelMappings:\n          - regexp: ^.+$\n            containerImage: quay.io/${MOD_NAMESPACE}/driver:${KERNEL_FULL_VERSION}',
    good: 'apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: ManagedClusterModule\nmetadata: {name: driver}\nspec:\n  spokeNamespace: default\n  selector: {wants-driver: "true"}\n  moduleSpec:\n    selector: {node-role.kubernetes.io/worker: ""}\n    moduleLoader:\n      container:\n        modprobe: {moduleName: driver}\n        kernelMappings:\n          - regexp: ^.+$\n            containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}',
    severity: 'warning',
    releases: { since: '1.1' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      if (module.kind !== 'ManagedClusterModule') return
      const spoke = textOrEmpty(childOf(module.root, 'spec'), 'spokeNamespace')
      const images = [module.containerImage, ...module.kernelMappings.map((mapping) => mapping.containerImage)]
      for (const image of images) {
        if (image === undefined || !isSet(module.root, 'spec')) continue
        for (const part of templateParts(image.value)) {
          if (part.name !== 'MOD_NAMESPACE') continue
          const range = partRange(module.document, image, part.range)
          const message = `\`MOD_NAMESPACE\` is the operator's namespace on the hub and \`${spoke || 'spokeNamespace'}\` on its clusters: the images differ unless both are the same`
          report({ range, path: image.path, message })
        }
      }
    },
  },
]
