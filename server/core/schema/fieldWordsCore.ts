import type { WordTable } from './fieldWordsTable.ts'

/** A container of a device plugin or DRA driver. */
export const containerWords: WordTable = {
  image: {
    title: 'Image of the container',
    text: 'Pulled with `imageRepoSecret`. No template variables here, and no rule about tags.',
    example: 'image: quay.io/example/my-device-plugin:1.0',
  },
  imagePullPolicy: {
    title: 'When nodes pull the image',
    text: '`Always` asks the registry each time, `IfNotPresent` takes what the node has, `Never` does not pull.',
    absent: '`Always` for the tag `latest`, else `IfNotPresent`',
    wrong: ['Nobody checks the spelling before a pod is made.'],
  },
  command: {
    title: 'Program to run',
    text: "Replaces the image's entry point; one word per item, no shell.",
    absent: "the image's entry point",
    example: 'command: ["/usr/bin/my-plugin"]',
  },
  'command[]': { title: 'One word', text: 'A string: quote what YAML would read as something else.' },
  args: {
    title: 'Arguments of the program',
    text: "Replaces the image's arguments; one word per item, no shell.",
    absent: "the image's arguments",
    example: 'args: ["--verbose"]',
  },
  'args[]': { title: 'One word', text: 'A string: quote what YAML would read as something else.' },
  env: {
    title: 'Environment variables',
    text: 'A name with a `value`, or with `valueFrom` for what is in a Secret, a ConfigMap or the pod itself.',
    example: 'env:\n  - name: NODE_NAME\n    valueFrom:\n      fieldRef:\n        fieldPath: spec.nodeName',
  },
  volumeMounts: {
    title: 'Where volumes appear in the container',
    text: 'Each names a volume of `volumes` beside the container, and a path.',
    wrong: ['A name that no volume has is accepted here, and no pod can be made.'],
    example: 'volumeMounts:\n  - name: dev\n    mountPath: /dev',
  },
  resources: {
    title: 'CPU and memory',
    text: 'What the container is sure to get (`requests`) and may use at most (`limits`).',
    example: 'resources:\n  requests:\n    cpu: 100m\n    memory: 64Mi',
  },
}

/** An item of `spec.tolerations`. */
export const tolerationWords: WordTable = {
  '': { title: 'One toleration', text: 'Puts up with taints that have this key, value and effect.' },
  key: {
    title: 'Key of the taint',
    text: 'Without a key every taint is tolerated, and `operator` must be `Exists`.',
  },
  operator: {
    title: 'How the value is compared',
    text: '`Equal` wants the same `value`, `Exists` takes any.',
    absent: '`Equal`',
    wrong: ['With `Exists` there may be no `value`.'],
  },
  value: {
    title: 'Value of the taint',
    text: 'Only with the operator `Equal`. A string: quote `"true"`.',
  },
  effect: {
    title: 'Effect of the taint',
    text: '`NoSchedule`, `PreferNoSchedule` or `NoExecute`.',
    absent: 'all effects',
  },
  tolerationSeconds: {
    title: 'How long it is tolerated',
    text: 'Seconds that a pod may stay once the taint is there. Only with the effect `NoExecute`.',
    absent: 'for ever',
  },
}

/** An item of `volumeMounts`. */
export const volumeMountWords: WordTable = {
  '': { title: 'One mount', text: 'Shows a volume at a path of the container.' },
  name: { title: 'Which volume', text: 'A name of the list `volumes`.' },
  mountPath: { title: 'Where in the container', text: 'An absolute path.' },
  readOnly: { title: 'Only for reading', text: 'The container cannot write to the volume.', absent: '`false`' },
  recursiveReadOnly: {
    title: 'Only for reading, mounts inside included',
    text: 'Whether what is mounted below the volume is read-only, too: `Disabled`, `IfPossible`, or `Enabled`, which keeps the pod from starting where the node cannot do it.',
    absent: '`Disabled`',
    wrong: ['It needs `readOnly: true`.'],
  },
  subPath: {
    title: 'Only a part of the volume',
    text: 'A path in the volume that is mounted instead of its root.',
    wrong: ['A file of a ConfigMap or Secret that is mounted so never changes while the pod runs.'],
  },
  subPathExpr: {
    title: 'A part of the volume, named by variables',
    text: 'Like `subPath`, with `$(NAME)` for variables of the container. Only one of the two may be there.',
  },
  mountPropagation: {
    title: 'Mounts made later',
    text: '`HostToContainer` shows mounts that the node makes later, `Bidirectional` also those of the container to the node.',
    absent: '`None`',
  },
}

/** An item of `env`. */
export const envWords: WordTable = {
  '': { title: 'One variable', text: 'A name, with `value` or `valueFrom`.' },
  name: { title: 'Name of the variable', text: 'Letters, digits and `_` by custom.' },
  value: {
    title: 'Value of the variable',
    text: '`$(NAME)` takes the value of a variable defined before. A string: quote `"1"` and `"true"`.',
    absent: 'the empty string',
  },
  valueFrom: {
    title: 'Value from elsewhere',
    text: 'From a Secret (`secretKeyRef`), a ConfigMap (`configMapKeyRef`), or the pod itself (`fieldRef`, `resourceFieldRef`).',
    example: 'valueFrom:\n  fieldRef:\n    fieldPath: spec.nodeName',
  },
  ...keyReference('valueFrom.configMapKeyRef', 'ConfigMap'),
  ...keyReference('valueFrom.secretKeyRef', 'Secret'),
  'valueFrom.fieldRef': {
    title: 'A field of the pod',
    text: 'Its name, namespace, node, addresses, labels or annotations.',
    example: 'fieldRef:\n  fieldPath: spec.nodeName',
  },
  'valueFrom.fieldRef.fieldPath': {
    title: 'Which field of the pod',
    text: "`metadata.name`, `metadata.namespace`, `metadata.uid`, `metadata.labels['…']`, `metadata.annotations['…']`, `spec.nodeName`, `spec.serviceAccountName`, `status.hostIP` or `status.podIP`.",
    example: 'fieldPath: spec.nodeName',
  },
  'valueFrom.fieldRef.apiVersion': {
    title: 'Version that the path is of',
    text: 'Hardly ever needed.',
    absent: '`v1`',
  },
  'valueFrom.resourceFieldRef': {
    title: 'What the container may use',
    text: 'One of its requests or limits, as a number.',
    example: 'resourceFieldRef:\n  resource: limits.memory',
  },
  'valueFrom.resourceFieldRef.resource': {
    title: 'Which request or limit',
    text: 'Such as `limits.cpu` or `requests.memory`.',
  },
  'valueFrom.resourceFieldRef.containerName': {
    title: 'Of which container',
    text: 'In `env` it may be left out: it is the container itself.',
  },
  'valueFrom.resourceFieldRef.divisor': {
    title: 'Unit of the number',
    text: 'What the amount is divided by, such as `1m` for thousandths of a core or `1Mi`; the result is rounded up.',
    absent: '`1`: whole cores, bytes',
  },
  'valueFrom.fileKeyRef': {
    title: 'A line of a file',
    text: 'A variable that another container of the pod has written into a file of an `emptyDir` volume. New in Kubernetes 1.34.',
  },
  'valueFrom.fileKeyRef.key': { title: 'Name in the file', text: 'The name in front of `=` in the file.' },
  'valueFrom.fileKeyRef.path': { title: 'Path of the file', text: 'In the volume, without `..`.' },
  'valueFrom.fileKeyRef.volumeName': { title: 'Which volume', text: 'A name of the list `volumes`.' },
  'valueFrom.fileKeyRef.optional': {
    title: 'May be missing',
    text: 'Start the container even if the file lacks the name.',
    absent: '`false`',
  },
}

/** `resources` of a container. */
export const resourceWords: WordTable = {
  requests: { title: 'What the container is sure to get', text: 'The scheduler looks for a node with that much left.' },
  'requests.*': { title: 'An amount', text: 'CPU in cores or thousandths (`100m`), memory in bytes (`64Mi`).' },
  limits: {
    title: 'What the container may use at most',
    text: 'More CPU is slowed down, more memory ends the container.',
  },
  'limits.*': { title: 'An amount', text: 'CPU in cores or thousandths (`100m`), memory in bytes (`64Mi`).' },
  claims: {
    title: 'Devices that the container uses',
    text: 'Names of resource claims of the pod.',
    wrong: ['The pods that KMM makes have no resource claims, so there is nothing to name here.'],
  },
  'claims[]': { title: 'One claim', text: 'Its name among the claims of the pod.' },
  'claims[].name': { title: 'Name of the claim', text: 'As the pod calls it.' },
  'claims[].request': {
    title: 'Only a part of the claim',
    text: 'The name of one request of the claim.',
    absent: 'all that the claim has',
  },
}

/** A reference to one key of a ConfigMap or Secret. */
function keyReference(field: string, kind: 'ConfigMap' | 'Secret'): WordTable {
  const example = `${field.split('.').at(-1)}:\n  name: my-driver-settings\n  key: level`
  return {
    [field]: { title: `A key of a ${kind}`, text: `The ${kind} is in the namespace of the Module.`, example },
    [`${field}.name`]: { title: `Name of the ${kind}`, text: 'In the namespace of the Module.' },
    [`${field}.key`]: { title: 'Which key', text: `A key below \`data\` of the ${kind}.` },
    [`${field}.optional`]: {
      title: 'May be missing',
      text: `Start the container even without the ${kind} or the key.`,
      absent: '`false`',
    },
  }
}
