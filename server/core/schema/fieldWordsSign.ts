import type { WordTable } from './fieldWordsTable.ts'

/** `sign`, on container and mapping. */
export const signWords: WordTable = {
  keySecret: {
    title: 'Secret with the private key',
    text: 'A Secret in the namespace of the Module; the private key is under the data key `key`.',
    wrong: ['Under another data key it is not found, which shows only when the signing is due.'],
    example: 'keySecret:\n  name: my-signing-key',
    page: 'secure_boot',
  },
  'keySecret.name': {
    title: 'Name of the Secret',
    text: 'Its data key `key` holds the private key.',
    wrong: ['An empty or missing name is accepted, and the signing never starts.'],
  },
  certSecret: {
    title: 'Secret with the public key',
    text: 'A Secret in the namespace of the Module; the certificate is under the data key `cert`. The nodes must trust it: enrol it in their firmware first.',
    wrong: ['Under another data key, also under `key`, it is not found.'],
    example: 'certSecret:\n  name: my-signing-cert',
    page: 'secure_boot',
  },
  'certSecret.name': {
    title: 'Name of the Secret',
    text: 'Its data key `cert` holds the certificate.',
    wrong: ['An empty or missing name is accepted, and the signing never starts.'],
  },
  filesToSign: {
    title: 'Files to sign in the image',
    text: 'Absolute paths below `dirName`, shell patterns included. Kernel variables such as `${KERNEL_FULL_VERSION}` are filled in; `${MOD_NAME}` and `${MOD_NAMESPACE}` are not, they become empty.',
    wrong: [
      'Since KMM 2.6 it must not be missing, and every path must begin with `dirName` and a slash.',
      'A path with one fixed kernel fits no other kernel of the mapping.',
    ],
    example: 'filesToSign:\n  - /opt/lib/modules/${KERNEL_FULL_VERSION}/my_driver.ko',
    page: 'secure_boot',
  },
  'filesToSign[]': {
    title: 'Path or pattern of a file',
    text: 'Absolute, below `dirName`; kernel variables are filled in, and `*` stands for anything.',
  },
  unsignedImage: {
    title: 'Image whose files are signed',
    text: 'Needed when nothing is built: the signed result is pushed to `containerImage`. Kernel variables are filled in; `${MOD_NAME}` and `${MOD_NAMESPACE}` become empty here.',
    wrong: ['Without it and without `build` there is nothing to sign, which only the operator says.'],
    example: 'unsignedImage: quay.io/example/my-driver-unsigned:${KERNEL_FULL_VERSION}',
    page: 'secure_boot',
  },
  unsignedImageRegistryTLS: {
    title: 'How the unsigned image is pulled',
    text: 'Whether its registry is reached without TLS, or without checking its certificate. OpenShift ignores it.',
    absent: 'TLS with a verified certificate',
  },
  'unsignedImageRegistryTLS.insecure': {
    title: 'Plain HTTP',
    text: 'The unsigned image is pulled without TLS.',
    absent: '`false`',
  },
  'unsignedImageRegistryTLS.insecureSkipTLSVerify': {
    title: 'Accept any certificate',
    text: 'The unsigned image is pulled over TLS without looking at the certificate.',
    absent: '`false`',
  },
}

/** What differs where the container has a `sign` too. */
export const mappingSignWords: WordTable = {
  filesToSign: {
    title: 'Files to sign in the image',
    text: "Absolute paths below `dirName`, shell patterns included, in addition to the container's. Kernel variables are filled in; `${MOD_NAME}` and `${MOD_NAMESPACE}` become empty.",
    wrong: ['Since KMM 2.6 it must not be missing, and every path must begin with `dirName` and a slash.'],
    example: 'filesToSign:\n  - /opt/lib/modules/${KERNEL_FULL_VERSION}/my_driver.ko',
    page: 'secure_boot',
  },
  unsignedImageRegistryTLS: {
    title: 'How the unsigned image is pulled',
    text: 'Whether its registry is reached without TLS, or without checking its certificate. OpenShift ignores it.',
    absent: 'TLS with a verified certificate',
    wrong: ['If the container has a `sign` too, this is ignored here: set it there.'],
  },
}
