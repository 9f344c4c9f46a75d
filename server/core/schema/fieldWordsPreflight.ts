import type { WordTable } from './fieldWordsTable.ts'

const page = 'preflight_validation'

const status: WordTable = {
  status: {
    title: 'What was found out so far',
    text: 'One entry for each Module of the cluster. Written by the operator, never by you.',
    page,
  },
  ...below('status.modules[]', {
    '': { title: 'How one Module fares', text: 'With the kernel of this validation.' },
    name: { title: 'Name of the Module', text: 'Together with `namespace` it says which one.' },
    namespace: { title: 'Namespace of the Module', text: 'Together with `name` it says which one.' },
  }),
  'status.modules': { title: 'How each Module fares', text: 'A Module that succeeded is not looked at again.', page },
  'status.crStatuses': {
    title: 'How each Module fares',
    text: 'By namespace and name, with a slash between. Since KMM 2.1 version `v1beta2` has a list instead, `modules`.',
    page,
  },
  'status.crStatuses.*': { title: 'How one Module fares', text: 'With the kernel of this validation.' },
  ...below('status.modules[]', findings()),
  ...below('status.crStatuses.*', findings()),
}

const pushBuiltImage = {
  title: 'Push what is built',
  text: 'Whether images that are built or signed on the way are pushed to the registry under the names that the Modules give them, so that nodes find them there after the upgrade.',
  absent: '`false`: they are built and thrown away',
  wrong: ['A Module with both `build` and `sign` needs `true`: the signing pulls what the build has pushed.'],
  example: 'pushBuiltImage: true',
  page,
} as const

const kernelVersion = {
  title: 'Kernel to try',
  text: 'What `uname -r` will print on the nodes after the upgrade. For every Module of the cluster it is looked up in the mappings; then the image must exist, or be built and signed in the cluster.',
  wrong: [
    'Since KMM 2.4 a version with fewer than three parts, such as `6.6`, is refused.',
    'It is compared as written: no `+` is cut from its end, as it would be from the kernel of a node, so leave it out.',
    'The Modules are tried on no node: that the module loads is not proven.',
  ],
  example: 'kernelVersion: 5.14.0-427.13.1.el9_4.x86_64',
  page,
} as const

const noLoader = 'A Module without `moduleLoader` makes the operator stumble: have none in the cluster while this runs.'

/** PreflightValidation, in both of its versions. */
export const preflightWords: WordTable = {
  '': {
    title: 'Try all Modules with the kernel of an upgrade to come',
    text: 'Says before an upgrade for every Module of the cluster whether it has an image for the new kernel, or whether one can be built and signed. Nothing is loaded on any node. Delete it when it has been read.',
    page,
  },
  'metadata.name': {
    title: 'Name of the validation',
    text: 'Any; it belongs to no namespace. For another kernel make another one, and delete it when it is done.',
  },
  spec: {
    title: 'What to try before an upgrade',
    text: 'KMM tries every Module of the cluster with the kernel to come, all at the same time, and tells in `status` how each fared.',
    wrong: [noLoader],
    page,
  },
  'spec.kernelVersion': kernelVersion,
  'spec.pushBuiltImage': pushBuiltImage,
  ...status,
}

/** PreflightValidationOCP, in both of its versions and with the fields it had up to KMM 2.3. */
export const preflightOcpWords: WordTable = {
  ...preflightWords,
  'spec.kernelVersion': {
    ...kernelVersion,
    text: `${kernelVersion.text} Since KMM 2.4; before, it was taken from \`releaseImage\`.`,
  },
  'spec.dtkImage': {
    title: 'Driver Toolkit image for the builds',
    text: 'What builds get as `DTK_AUTO`: the Driver Toolkit of the OpenShift release to come. `oc adm release info --image-for=driver-toolkit <release image>` prints it.',
    absent: 'no Module that is built with the Driver Toolkit can be tried',
    example: 'dtkImage: quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:…',
    page: 'openshift',
  },
  'spec.releaseImage': {
    title: 'OpenShift release to upgrade to',
    text: 'The release image, from which KMM up to 2.3 took the kernel and the Driver Toolkit.',
    deprecated: '`kernelVersion` and, for builds with the Driver Toolkit, `dtkImage`',
    example: 'releaseImage: quay.io/openshift-release-dev/ocp-release@sha256:…',
  },
  'spec.useRTKernel': {
    title: 'Take the real-time kernel',
    text: 'Whether KMM up to 2.3 took the real-time kernel of the release instead of the usual one.',
    absent: '`false`',
    deprecated: '`kernelVersion`, which names the real-time kernel itself',
  },
}

function findings(): WordTable {
  return {
    verificationStatus: {
      title: 'How far it is',
      text: '`Success`, `Failure` or `InProgress`; up to KMM 2.3 `True` or `False`.',
      page,
    },
    verificationStage: {
      title: 'What is being tried',
      text: '`Image`, then `Done`; up to KMM 2.3 also `Build`, `Sign` and `Requeued`.',
      page,
    },
    statusReason: {
      title: 'Why',
      text: 'Such as that no mapping was found for the kernel, or that the image does not exist and could not be built.',
      page,
    },
    lastTransitionTime: { title: 'Since when', text: 'When the entry changed last.' },
  }
}

function below(prefix: string, words: WordTable): WordTable {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key === '' ? prefix : `${prefix}.${key}`, value]),
  )
}
