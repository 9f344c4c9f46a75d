import type { WordTable } from './fieldWordsTable.ts'

/** `spec.moduleLoader`: the pods that load the kernel module, and the image it comes from. */
export const loaderWords: WordTable = {
  '': {
    title: 'How the kernel module is loaded',
    text: 'KMM runs a short-lived privileged worker pod on each target node, which copies the kernel module out of your image and runs `modprobe`. Leave it out when the driver is part of the kernel and only a device plugin or DRA driver is wanted (since KMM 2.4; before, it was required).',
    wrong: [
      'Since it is optional, a misspelt `moduleloader` would load nothing at all if unknown keys were let through.',
      'A PreflightValidation or a ManagedClusterModule cannot cope with a Module that lacks it.',
    ],
    page: 'deploy_kmod',
  },
  serviceAccountName: {
    title: 'ServiceAccount of the worker pods',
    text: 'The account that loads and unloads. On OpenShift it must be allowed the `privileged` security context constraint.',
    absent:
      "the namespace's `default` ServiceAccount (on OpenShift in the operator's own namespace `kmm-operator-module-loader`)",
    wrong: ['It must outlive the Module: without it nothing can be unloaded and the Module stays in deletion.'],
    example: 'serviceAccountName: my-driver',
    page: 'deploy_kmod',
  },
  container: {
    title: 'The image and how to load from it',
    text: 'Which image serves which kernel (`kernelMappings`), what `modprobe` is told (`modprobe`), and defaults for all mappings.',
    page: 'kmod_image',
  },
  'container.containerImage': {
    title: 'Image for mappings that name none',
    text: 'Used by a mapping whose own `containerImage` is the empty string. Template variables such as `${KERNEL_FULL_VERSION}` are filled in per node.',
    wrong: [
      'A mapping must still have the key: the schema requires it, so write `containerImage: ""` there.',
      'Without tag or digest it is refused (since KMM 2.2).',
    ],
    example: 'containerImage: quay.io/example/my-driver:${KERNEL_FULL_VERSION}',
    page: 'kmod_image',
  },
  'container.imagePullPolicy': {
    title: 'When nodes pull the image',
    text: '`Always` asks the registry each time, `IfNotPresent` takes what the node has, `Never` does not pull. With a tag that you push again while you develop, take `Always`.',
    absent: '`Always` for the tag `latest`, else `IfNotPresent`, as Kubernetes does',
    wrong: [
      'Nobody checks the spelling before a pod is made.',
      'KMM 2.0 and 2.1 ignore it.',
      '`Never` with an image that the node lacks waits for ever.',
    ],
    example: 'imagePullPolicy: Always',
  },
  'container.version': {
    title: 'Version for ordered upgrades',
    text: 'Switches on ordered upgrades: a node is then served only while it carries the label `kmm.node.kubernetes.io/version-module.<namespace>.<name>` with this value, so an administrator moves the nodes over one by one.',
    wrong: [
      'With a version and no such label on any node, nothing is loaded.',
      'It cannot be added to or taken from a Module that exists: delete and create it again.',
      'It must be a valid label value and a string: quote `"1.0"`.',
    ],
    example: 'version: "1.0"',
    page: 'ordered_upgrade',
  },
  'container.registryTLS': {
    title: 'How builds and signatures reach the registry',
    text: 'Up to KMM 2.3 also used when the operator looks whether an image exists; since 2.2 nodes pull by their own settings, and since 2.4 it only tells in-cluster builds how to push. OpenShift builds ignore it.',
    absent: 'TLS with a verified certificate',
    example: 'registryTLS:\n  insecureSkipTLSVerify: true',
  },
  'container.inTreeModuleToRemove': {
    title: 'One kernel module to unload first',
    text: 'Unloads this module before yours is loaded.',
    deprecated: '`inTreeModulesToRemove`, a list (since KMM 2.1)',
    wrong: ['Setting it together with the list, on whichever level, is refused.'],
  },
  'container.inTreeModulesToRemove': {
    title: 'Kernel modules to unload first',
    text: 'Before yours is loaded, these are unloaded by one `modprobe -rv` call, such as the in-kernel driver of the same device. Mappings may override it; an explicit `[]` there means none.',
    wrong: [
      'Since KMM 2.2 a name is passed only if the node has a file `<name>.ko` for it, and there `-` and `_` are not the same.',
      'They are not loaded again when your module is unloaded.',
    ],
    example: 'inTreeModulesToRemove:\n  - nouveau',
    page: 'deploy_kmod',
  },
  'container.inTreeModulesToRemove[]': {
    title: 'Name of a kernel module',
    text: 'As its file is called on the node, without `.ko`.',
  },
  'container.modprobe': {
    title: 'What modprobe is told',
    text: 'Usually `moduleName`, and `dirName` when the files are not below `/opt`. Written out it is `modprobe -vd /tmp<dirName> <args.load> <moduleName> <parameters>`.',
    wrong: ['An empty `{}` passes the schema, and is refused by the webhook.'],
    example: 'modprobe:\n  moduleName: my_driver\n  dirName: /opt\n  parameters:\n    - debug=1',
    page: 'deploy_kmod',
  },
  'container.build': {
    title: 'Build images in the cluster',
    text: 'For mappings that have no `build` of their own, and the base of those that have one: see `kernelMappings[].build`.',
    wrong: ['It only starts when the image cannot be pulled.'],
    page: 'kmod_image',
  },
  'container.sign': {
    title: 'Sign kernel modules for Secure Boot',
    text: 'For mappings that have no `sign` of their own, and the base of those that have one: see `kernelMappings[].sign`.',
    page: 'secure_boot',
  },
  'container.kernelMappings': {
    title: 'Which image serves which kernel',
    text: 'KMM takes the kernel of a node, cuts one trailing `+`, and goes through this list from top to bottom: the first mapping whose `literal` is equal or whose `regexp` is found serves the node.',
    wrong: [
      'A node whose kernel no mapping matches is left out without an error.',
      'Put special kernels before a catch-all such as `^.+$`: what stands behind it is never reached.',
      'Two mappings that expand to the same image share what is built for the first kernel.',
    ],
    example:
      "kernelMappings:\n  - literal: 6.6.2-201.fc39.x86_64\n    containerImage: quay.io/example/my-driver:fc39\n  - regexp: '^5\\.14\\..+$'\n    containerImage: quay.io/example/my-driver:${KERNEL_FULL_VERSION}",
    page: 'deploy_kmod',
  },
}
