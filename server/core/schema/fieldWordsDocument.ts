import type { WordTable } from './fieldWordsTable.ts'

/** The Module around the driver: its name, and which nodes it is for. */
export const documentWords: WordTable = {
  '': {
    title: 'Load a kernel module on nodes',
    text: 'KMM loads a kernel module on every node that `spec.selector` picks. The kernel of the node decides the image, by `kernelMappings`; one that does not exist is built or signed in the cluster where the Module says how. A worker pod on the node then runs modprobe. A node that boots into another kernel is served again, and when the Module is deleted the kernel module is unloaded. A device plugin or a DRA driver can run beside it.',
    page: 'deploy_kmod',
  },
  metadata: {
    title: 'Name, namespace and labels',
    text: 'Standard Kubernetes metadata. The namespace matters: worker pods run in it, and every Secret, ConfigMap and ServiceAccount that the Module names is looked up there.',
    wrong: ['Apply refuses keys that Kubernetes does not know.'],
  },
  'metadata.name': {
    title: "The Module's name",
    text: 'Names the Module and everything KMM makes for it: worker pods are `kmm-worker-<node>-<name>`. Image templates see it as `${MOD_NAME}`.',
    wrong: [
      'Name and namespace together may have at most 41 characters (40 up to KMM 2.6); more is refused.',
      'A name with dots breaks ordered upgrades, because KMM splits its label names at dots.',
    ],
  },
  'metadata.namespace': {
    title: "The Module's namespace",
    text: 'Where the Module and its pods live. Image templates see it as `${MOD_NAMESPACE}`.',
    absent: "the kubeconfig context's namespace, else `default`",
    wrong: [
      'Worker pods are privileged: a namespace that enforces Pod Security `baseline` or `restricted` never gets one, and only the operator log says so.',
      'Deleting the namespace before the Module is refused while the Module is there.',
    ],
  },
  'metadata.labels': {
    title: 'Labels of the Module object',
    text: 'Labels to find the Module by. They have nothing to do with which nodes it is loaded on; that is `spec.selector`.',
    wrong: ['Values must be strings: quote `"true"` and `"1"`.'],
  },
  'metadata.finalizers': {
    title: 'Who must agree to a deletion',
    text: 'KMM puts its own finalizer here, so that a deleted Module stays until its kernel module is unloaded from every node. Leave it alone.',
  },
  spec: {
    title: 'What to load, and where',
    text: 'Which nodes get the kernel module (`selector`), how it is loaded (`moduleLoader`), and optionally a device plugin or a DRA driver beside it.',
    wrong: ['A document without `spec` is accepted and does nothing.'],
    page: 'deploy_kmod',
  },
  'spec.selector': {
    title: 'Labels that a node must have',
    text: 'The kernel module goes to nodes that carry all of these labels with exactly these values. Nodes with a taint that the Module does not tolerate are left out even so.',
    wrong: [
      '`{}` means every node.',
      'A selector whose entries are all commented out is null, and refused.',
      'Values must be strings: quote `"true"`, `"1"` and the empty `""`.',
      'The spelling of labels is not checked: one that no node has simply matches nothing.',
    ],
    example: 'selector:\n  node-role.kubernetes.io/worker: ""',
    page: 'deploy_kmod',
  },
  'spec.selector.*': {
    title: 'A label that a node must have',
    text: 'Nodes must have this label with exactly this value; an empty value `""` means the label is there without one, as Kubernetes sets its role labels.',
    wrong: ['The value must be a string: quote `"true"`, `"1"` and `""`.'],
  },
  'spec.tolerations': {
    title: 'Taints that the Module puts up with',
    text: 'Added to worker, device plugin and DRA pods, and upstream to build, sign (since 2.6) and pull pods (since 2.7). It also decides the targeting: a node with a `NoSchedule` or `NoExecute` taint that is not tolerated here is not a target at all. Taints for memory, disk and process pressure are always tolerated.',
    wrong: ["KMM's webhook checks operator, effect and value, which Kubernetes would only do when a pod is made."],
    example: 'tolerations:\n  - key: nvidia.com/gpu\n    operator: Exists\n    effect: NoSchedule',
    page: 'deploy_kmod',
  },
  'spec.imageRepoSecret': {
    title: 'Secret for the image registry',
    text: 'Credentials to pull the kernel module image and the images of device plugin and DRA driver, and to push what is built or signed in the cluster. The Secret has type `kubernetes.io/dockerconfigjson` and lives in the namespace of the Module.',
    wrong: [
      'On OpenShift it replaces the default credentials of builds, so it must cover the internal registry too.',
      'It belongs directly below `spec`, not below `moduleLoader`.',
    ],
    example: 'imageRepoSecret:\n  name: my-pull-secret',
    page: 'deploy_kmod',
  },
  'spec.imageRepoSecret.name': {
    title: 'Name of the Secret',
    text: 'A Secret of type `kubernetes.io/dockerconfigjson` in the namespace of the Module.',
    wrong: ['A Secret that does not exist is not refused: images are then pulled without credentials.'],
  },
  'spec.imageRebuildTriggerGeneration': {
    title: 'Change it to check or rebuild all images again',
    text: 'Any other number than the last one, higher or lower, makes KMM forget what it knows of the images of this Module, look for each again, and build or sign where that is asked for.',
    example: 'imageRebuildTriggerGeneration: 2',
  },
  status: {
    title: 'What KMM has done so far',
    text: 'Written by the operator, never by you; apply ignores it. A document that was exported from a cluster can be kept without it.',
  },
}

const counters: WordTable = {
  '': { title: 'Counters', text: 'How many nodes were meant, chosen and served. A counter that is 0 is left out.' },
  nodesMatchingSelectorNumber: {
    title: 'Nodes that the selector matches',
    text: 'Nodes with the labels of the selector and without an untolerated taint, whatever their kernel.',
  },
  desiredNumber: {
    title: 'Nodes that should be served',
    text: 'For the kernel module: nodes where a mapping matched and the image was found. For pods: the same as the matching nodes.',
  },
  availableNumber: {
    title: 'Nodes that are served',
    text: 'For the kernel module: nodes that report what the Module asks for as loaded. For pods: pods that are available.',
  },
}

/** Written by the operator; short, for people who look at an exported object. */
export const statusWords: WordTable = {
  ...below('moduleLoader', counters),
  ...below('devicePlugin', counters),
  ...below('dra', counters),
  imageRebuildTriggerGeneration: {
    title: 'The last rebuild that was done',
    text: 'The value of `spec.imageRebuildTriggerGeneration` that KMM acted on last.',
  },
}

/** What a ManagedClusterModule has of its own; the rest is the Module's. */
export const hubWords: WordTable = {
  '': {
    title: 'Load a kernel module on many clusters from a hub',
    text: 'For a hub with Open Cluster Management: every cluster whose ManagedCluster has the labels of `spec.selector` gets the Module that stands in `spec.moduleSpec`. Images are built and signed on the hub only.',
    page: 'hub_spoke',
  },
  'metadata.name': {
    title: 'Name of the Module on the clusters',
    text: 'Names this object, and the Module that every matching cluster gets in `spokeNamespace`.',
    wrong: [
      'Together with `spokeNamespace` it may have at most 41 characters (40 up to KMM 2.6): the hub lets more through, and each cluster refuses the Module.',
    ],
  },
  spec: {
    title: 'Which clusters get which Module',
    text: 'The hub builds or checks the images of `moduleSpec` for the kernels of every matching cluster, and when all exist sends each cluster a Module with one `literal` mapping per kernel.',
    page: 'hub_spoke',
  },
  'spec.selector': {
    title: 'Labels that a ManagedCluster must have',
    text: 'Picks clusters, not nodes: the nodes are picked by `moduleSpec.selector` on each cluster.',
    wrong: ['`{}` means every cluster that the hub manages.'],
    example: 'selector:\n  wants-my-driver: "true"',
    page: 'hub_spoke',
  },
  'spec.selector.*': {
    title: 'A label that a ManagedCluster must have',
    text: 'Clusters must carry this label with exactly this value.',
    wrong: ['The value must be a string: quote `"true"` and `"1"`.'],
  },
  'spec.spokeNamespace': {
    title: 'Namespace of the Module on the clusters',
    text: 'Where the Module is made on every matching cluster. Required since KMM 2.0.2; older files say `jobNamespace`, which is gone.',
    wrong: [
      'While images are built on the hub `${MOD_NAMESPACE}` is the namespace of the operator there, on the clusters it is this one: unless both are equal, a template with it names two different images.',
    ],
    example: 'spokeNamespace: drivers',
    page: 'hub_spoke',
  },
  'spec.moduleSpec': {
    title: 'The Module to send',
    text: 'The same fields as `spec` of a Module. Builds and signatures are done on the hub, so their ConfigMap and Secrets must be in the namespace of the operator there.',
    wrong: ['`moduleLoader` must be there, although the schema does not ask for it.'],
    page: 'hub_spoke',
  },
  status: { title: 'What the hub has done so far', text: 'Written by the operator on the hub, never by you.' },
  'status.numberDesired': { title: 'Matching clusters', text: 'How many clusters should get the Module.' },
  'status.numberApplied': { title: 'Clusters that have it', text: 'How many clusters have taken the Module.' },
  'status.numberDegraded': { title: 'Clusters in trouble', text: 'How many clusters could not be served.' },
}

function below(prefix: string, words: WordTable): WordTable {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key === '' ? prefix : `${prefix}.${key}`, value]),
  )
}
