import type { WordTable } from './fieldWordsTable.ts'

/** An item of `volumes`, with the sources that drivers use; Kubernetes' reference knows the others. */
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
  ...keysAsFiles('configMap', 'ConfigMap', 'name'),
  ...keysAsFiles('secret', 'Secret', 'secretName'),
  emptyDir: {
    title: 'An empty directory for the life of the pod',
    text: 'Shared by the containers of the pod, gone with it.',
    example: 'emptyDir: {}',
  },
  'emptyDir.medium': {
    title: 'Where the directory is kept',
    text: '`Memory` keeps it in memory, where it counts as memory of the container that writes.',
    absent: "on the node's disk",
  },
  'emptyDir.sizeLimit': {
    title: 'How much fits',
    text: 'An amount such as `64Mi`; a pod that writes more is evicted.',
    absent: 'no limit',
  },
  persistentVolumeClaim: {
    title: 'Storage that was claimed',
    text: 'A PersistentVolumeClaim in the namespace of the Module.',
    wrong: ['Pods run on every target node at once, so the claim must allow that, as `ReadWriteMany` does.'],
    example: 'persistentVolumeClaim:\n  claimName: my-driver-data',
  },
  'persistentVolumeClaim.claimName': { title: 'Name of the claim', text: 'In the namespace of the Module.' },
  'persistentVolumeClaim.readOnly': {
    title: 'Only for reading',
    text: 'Whether all mounts of it are read-only.',
    absent: '`false`',
  },
  downwardAPI: {
    title: 'Fields of the pod as files',
    text: 'Such as its labels, which change while the pod runs.',
    example: 'downwardAPI:\n  items:\n    - path: labels\n      fieldRef:\n        fieldPath: metadata.labels',
  },
  'downwardAPI.items': { title: 'Which fields', text: 'Each item is one file.' },
  image: {
    title: 'Files of an image',
    text: 'The files of an image or artifact from a registry, only for reading. Young in Kubernetes: before 1.35 nodes must have it switched on.',
    example: 'image:\n  reference: quay.io/example/my-driver-files:1.0',
  },
  'image.reference': { title: 'Name of the image', text: 'No template variables here.' },
  'image.pullPolicy': {
    title: 'When nodes pull the image',
    text: '`Always`, `IfNotPresent` or `Never`.',
    absent: '`Always` for the tag `latest`, else `IfNotPresent`',
  },
  csi: {
    title: 'A volume of a storage driver',
    text: 'An inline volume of a CSI driver that is installed on the node.',
    example: 'csi:\n  driver: my-storage.example.com',
  },
  'csi.driver': { title: 'Name of the storage driver', text: 'As its CSIDriver object is called.' },
  'csi.volumeAttributes': { title: 'What the driver is told', text: 'Its keys are up to the driver.' },
  nfs: {
    title: 'A directory of an NFS server',
    text: 'Mounted by the node.',
    example: 'nfs:\n  server: nfs.example.com\n  path: /exports/firmware',
  },
  'nfs.server': { title: 'The server', text: 'Its name or address.' },
  'nfs.path': { title: 'What it exports', text: 'An absolute path on the server.' },
  'nfs.readOnly': { title: 'Only for reading', text: 'Whether the share is mounted read-only.', absent: '`false`' },
  projected: {
    title: 'Several sources in one directory',
    text: 'Files of ConfigMaps and Secrets, fields of the pod, and tokens of its ServiceAccount, together.',
    example: 'projected:\n  sources:\n    - configMap:\n        name: my-driver-settings',
  },
  'projected.sources': { title: 'What is put together', text: 'Two of them must not write the same path.' },
  'projected.defaultMode': {
    title: 'Permissions of the files',
    text: 'YAML of Kubernetes reads `0644` as an octal number.',
    absent: '`0644`',
  },
  ephemeral: {
    title: 'Storage made for each pod',
    text: 'A PersistentVolumeClaim that comes and goes with the pod, from a template.',
  },
}

/** A source whose keys become files. */
function keysAsFiles(field: string, kind: 'ConfigMap' | 'Secret', nameKey: string): WordTable {
  const named = nameKey === 'name' ? '' : ` Its key is called \`${nameKey}\`, not \`name\`.`
  return {
    [field]: {
      title: `Files from a ${kind}`,
      text: `Each key becomes a file. The ${kind} is in the namespace of the Module.${named}`,
      wrong: ['Until it is there, no pod starts, unless it is `optional`.'],
      example: `${field}:\n  ${nameKey}: my-driver-settings`,
    },
    [`${field}.${nameKey}`]: { title: `Name of the ${kind}`, text: 'In the namespace of the Module.' },
    [`${field}.items`]: {
      title: 'Only these keys',
      text: 'Which keys become files, and under which path.',
      absent: 'every key, under its own name',
    },
    [`${field}.items[]`]: { title: 'One key', text: 'Becomes one file.' },
    [`${field}.items[].key`]: { title: 'Which key', text: `A key below \`data\` of the ${kind}.` },
    [`${field}.items[].path`]: { title: 'Where the file goes', text: 'A path in the volume, without `..`.' },
    [`${field}.items[].mode`]: {
      title: 'Permissions of this file',
      text: 'YAML of Kubernetes reads `0400` as an octal number.',
      absent: '`defaultMode`',
    },
    [`${field}.defaultMode`]: {
      title: 'Permissions of the files',
      text: 'YAML of Kubernetes reads `0644` as an octal number.',
      absent: '`0644`',
    },
    [`${field}.optional`]: {
      title: 'May be missing',
      text: `Start the pod even without the ${kind}.`,
      absent: '`false`',
    },
  }
}
