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

/** An item of `volumes`, with the three sources that drivers use. */
export const volumeWords: WordTable = {
  '': { title: 'One volume', text: 'A name, and exactly one source such as `hostPath`, `configMap` or `secret`.' },
  name: { title: 'Name of the volume', text: '`volumeMounts` of the containers refer to it.' },
  hostPath: {
    title: 'A directory or file of the node',
    text: 'What the container does to it, it does to the node.',
    wrong: ['Since KMM 2.7 only paths at or below `/dev`, `/sys`, `/var`, `/opt` and `/run` are let through.'],
    example: 'hostPath:\n  path: /dev',
  },
  'hostPath.path': { title: 'Path on the node', text: 'Absolute.' },
  'hostPath.type': {
    title: 'What must be there',
    text: 'Checked before the pod starts: `Directory`, `DirectoryOrCreate`, `File`, `FileOrCreate`, `Socket`, `CharDevice` or `BlockDevice`.',
    absent: 'nothing is checked',
  },
  configMap: {
    title: 'Files from a ConfigMap',
    text: 'Each key becomes a file. The ConfigMap is in the namespace of the Module.',
    example: 'configMap:\n  name: my-driver-config',
  },
  'configMap.name': { title: 'Name of the ConfigMap', text: 'In the namespace of the Module.' },
  'configMap.items': { title: 'Only these keys', text: 'Which keys become files, and under which path.' },
  'configMap.defaultMode': {
    title: 'Permissions of the files',
    text: 'YAML of Kubernetes reads `0644` as an octal number.',
    absent: '`0644`',
  },
  'configMap.optional': {
    title: 'May be missing',
    text: 'Start the pod even without the ConfigMap.',
    absent: '`false`',
  },
  secret: {
    title: 'Files from a Secret',
    text: 'Each key becomes a file. The Secret is in the namespace of the Module. Its key is called `secretName`, not `name`.',
    example: 'secret:\n  secretName: my-driver-license',
  },
  'secret.secretName': { title: 'Name of the Secret', text: 'In the namespace of the Module.' },
  'secret.items': { title: 'Only these keys', text: 'Which keys become files, and under which path.' },
  'secret.defaultMode': {
    title: 'Permissions of the files',
    text: 'YAML of Kubernetes reads `0644` as an octal number.',
    absent: '`0644`',
  },
  'secret.optional': { title: 'May be missing', text: 'Start the pod even without the Secret.', absent: '`false`' },
  emptyDir: {
    title: 'An empty directory for the life of the pod',
    text: 'Shared by the containers of the pod, gone with it.',
    example: 'emptyDir: {}',
  },
}

/** An item of `volumeMounts`. */
export const volumeMountWords: WordTable = {
  '': { title: 'One mount', text: 'Shows a volume at a path of the container.' },
  name: { title: 'Which volume', text: 'A name of the list `volumes`.' },
  mountPath: { title: 'Where in the container', text: 'An absolute path.' },
  readOnly: { title: 'Only for reading', text: 'The container cannot write to the volume.', absent: '`false`' },
  subPath: { title: 'Only a part of the volume', text: 'A path in the volume that is mounted instead of its root.' },
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
}
