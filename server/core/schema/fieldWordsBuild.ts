import type { WordTable } from './fieldWordsTable.ts'

const ignoredHere = 'If the container has a `build` too, this is ignored here: set it there.'

/** `build`, on container and mapping. */
export const buildWords: WordTable = {
  dockerfileConfigMap: {
    title: 'ConfigMap with the Dockerfile',
    text: 'A ConfigMap in the namespace of the Module (on a hub: of the operator). The text of the Dockerfile is under the key `dockerfile`, in lower case.',
    wrong: [
      'Under `Dockerfile` with a capital letter it is not found, which shows only when the build is due.',
      'Required in every `build`, even in one that should only add `buildArgs`.',
      'There is no key `key` here.',
    ],
    example: 'dockerfileConfigMap:\n  name: my-driver-dockerfile',
    page: 'kmod_image',
  },
  'dockerfileConfigMap.name': {
    title: 'Name of the ConfigMap',
    text: 'Its key `dockerfile` holds the Dockerfile.',
    wrong: ['An empty or missing name is accepted, and the build never starts.'],
  },
  buildArgs: {
    title: 'Arguments of the build',
    text: 'Values for `ARG` lines of the Dockerfile. KMM adds `KERNEL_VERSION`, `KERNEL_FULL_VERSION`, `MOD_NAME` and `MOD_NAMESPACE`, and they win over yours.',
    wrong: [
      'Template variables are not filled in.',
      'The kernel is given as the node says it (without one trailing `+`), in image names odd characters become `_`: for `…x86_64+rt` they differ.',
      'An `ARG` before `FROM` must be repeated after it to be seen.',
    ],
    example: 'buildArgs:\n  - name: DRIVER_VERSION\n    value: "1.2"',
    page: 'kmod_image',
  },
  'buildArgs[]': { title: 'One argument', text: 'A name and its value, both needed.' },
  'buildArgs[].name': { title: 'Name of the argument', text: 'As in an `ARG` line of the Dockerfile.' },
  'buildArgs[].value': {
    title: 'Value of the argument',
    text: 'A string: quote numbers and `true`.',
  },
  secrets: {
    title: 'Secrets for the build',
    text: 'Each is mounted at `/run/secrets/<name>` while the image is built: credentials for package sources, for instance.',
    wrong: ['The same Secret at container and mapping is mounted twice, and the pod is refused.'],
    example: 'secrets:\n  - name: package-source',
    page: 'kmod_image',
  },
  'secrets[]': { title: 'One Secret', text: 'In the namespace of the Module.' },
  'secrets[].name': { title: 'Name of the Secret', text: 'Mounted at `/run/secrets/<name>`.' },
  baseImageRegistryTLS: {
    title: 'How the build pulls its base images',
    text: 'Whether the registry of the `FROM` images is reached without TLS, or without checking its certificate. OpenShift builds ignore it.',
    absent: 'TLS with a verified certificate',
  },
  'baseImageRegistryTLS.insecure': {
    title: 'Plain HTTP',
    text: 'Base images are pulled without TLS.',
    absent: '`false`',
  },
  'baseImageRegistryTLS.insecureSkipTLSVerify': {
    title: 'Accept any certificate',
    text: 'Base images are pulled over TLS without looking at the certificate.',
    absent: '`false`',
  },
  kanikoParams: {
    title: 'The build tool itself',
    text: 'Settings of kaniko, which builds images upstream. OpenShift builds with its own builder and ignores it.',
  },
  'kanikoParams.tag': {
    title: 'Tag of the kaniko image',
    text: 'Takes another version of kaniko than the operator would, such as `debug` for a shell.',
    absent: "the operator's",
  },
  selector: {
    title: 'Nodes that may build',
    text: 'Labels of the nodes on which the build pod may run. Since KMM 2.4 upstream takes only these: without them a build may run on any node, also on one of another architecture.',
    wrong: ['Values must be strings: quote `"true"` and `""`.'],
    example: 'selector:\n  kubernetes.io/arch: amd64',
  },
  'selector.*': { title: 'A label of the build node', text: 'A string: quote `"true"` and `""`.' },
}

/** What a mapping's `build` says to no avail when the container has one. */
export const mappingBuildWords: WordTable = {
  baseImageRegistryTLS: {
    title: 'How the build pulls its base images',
    text: 'Whether the registry of the `FROM` images is reached without TLS, or without checking its certificate. OpenShift builds ignore it.',
    absent: 'TLS with a verified certificate',
    wrong: [ignoredHere],
  },
  kanikoParams: {
    title: 'The build tool itself',
    text: 'Settings of kaniko, which builds images upstream. OpenShift builds with its own builder and ignores it.',
    wrong: [ignoredHere],
  },
  selector: {
    title: 'Nodes that may build',
    text: 'Labels of the nodes on which the build pod may run. Since KMM 2.4 upstream takes only these.',
    wrong: [ignoredHere, 'Values must be strings: quote `"true"` and `""`.'],
    example: 'selector:\n  kubernetes.io/arch: amd64',
  },
}
