import type { WordTable } from './fieldWordsTable.ts'

/** One item of `kernelMappings`. */
export const mappingWords: WordTable = {
  '': {
    title: 'One kind of kernel and its image',
    text: 'Exactly one of `literal` and `regexp`, and the image for such nodes.',
    page: 'deploy_kmod',
  },
  literal: {
    title: 'Exactly this kernel',
    text: 'Equal, letter by letter, to what `uname -r` says on the node, without one trailing `+`.',
    wrong: [
      'A literal that ends in `+` never matches, because KMM cuts the `+` from the kernel of the node.',
      'Quote what YAML would read as a number: `5.10` is 5.1.',
      'Together with `regexp` it is refused.',
    ],
    example: 'literal: 6.6.2-201.fc39.x86_64',
    page: 'deploy_kmod',
  },
  regexp: {
    title: 'Kernels that match this expression',
    text: "A regular expression of Go (RE2), searched anywhere in the node's kernel (without one trailing `+`): anchor it with `^` and `$`, and write dots as `\\.`. Upper and lower case differ.",
    wrong: [
      'Look-ahead, look-behind and back-references do not exist in Go and are refused.',
      'In double quotes YAML takes the backslashes: use single quotes.',
      'Without anchors `5.14` also finds `6.5.14`.',
    ],
    example: "regexp: '^5\\.14\\.0-.+\\.el9_4\\.x86_64$'",
    page: 'deploy_kmod',
  },
  containerImage: {
    title: 'Image with the kernel module',
    text: 'Holds `<dirName>/lib/modules/<kernel>/…/*.ko`, and `/bin/sh`, `mkdir` and `cp` to copy it out. Template variables are filled in per node: `${KERNEL_FULL_VERSION}`, `${KERNEL_XYZ}`, `${MOD_NAME}` and others. The empty string takes the image of `container`.',
    wrong: [
      'Without tag or digest it is refused (since KMM 2.2).',
      'An unknown variable becomes the empty string, silently.',
      'An image that cannot be pulled and has neither `build` nor `sign` is waited for without end, and no worker pod is made.',
    ],
    example: 'containerImage: quay.io/example/my-driver:${KERNEL_FULL_VERSION}',
    page: 'kmod_image',
  },
  build: {
    title: 'Build this image in the cluster',
    text: 'When the image cannot be pulled, KMM builds it from a Dockerfile in a ConfigMap, for the kernel of the node, and pushes it to `containerImage`. Of a `build` at the container only some parts can be overridden here: the Dockerfile is replaced, `buildArgs` are merged by name, `secrets` are added.',
    wrong: [
      'If the image name lacks a kernel variable, it is built once, for one kernel, and fails on all others.',
      'If both levels have a `build`, then `baseImageRegistryTLS`, `kanikoParams` and `selector` here are ignored.',
    ],
    example:
      'build:\n  dockerfileConfigMap:\n    name: my-driver-dockerfile\n  buildArgs:\n    - name: DRIVER_VERSION\n      value: "1.2"',
    page: 'kmod_image',
  },
  sign: {
    title: 'Sign the kernel modules of this image',
    text: 'Signs files of the image with your keys, so that nodes with Secure Boot accept them. Runs after `build`, or on `unsignedImage` when there is no build.',
    wrong: ['With neither `build` nor `unsignedImage` there is nothing to sign, which only the operator says.'],
    example:
      'sign:\n  keySecret:\n    name: my-signing-key\n  certSecret:\n    name: my-signing-cert\n  filesToSign:\n    - /opt/lib/modules/${KERNEL_FULL_VERSION}/my_driver.ko',
    page: 'secure_boot',
  },
  registryTLS: {
    title: 'How builds and signatures reach the registry',
    text: 'Replaces the whole `registryTLS` of the container for this mapping, even when it is `{}`.',
    absent: "the container's `registryTLS`",
  },
  inTreeModuleToRemove: {
    title: 'One kernel module to unload first',
    text: "Unloads this module before yours is loaded; goes before the container's.",
    deprecated: '`inTreeModulesToRemove`, a list (since KMM 2.1)',
    wrong: ['Setting it together with the list, on whichever level, is refused.'],
  },
  inTreeModulesToRemove: {
    title: 'Kernel modules to unload first',
    text: "Replaces the container's list for kernels of this mapping. An explicit `[]` means that nothing is unloaded here.",
    absent: "the container's list",
    example: 'inTreeModulesToRemove:\n  - nouveau',
    page: 'deploy_kmod',
  },
  'inTreeModulesToRemove[]': {
    title: 'Name of a kernel module',
    text: 'As its file is called on the node, without `.ko`.',
  },
}

/** `registryTLS` of container and mapping. */
export const registryTlsWords: WordTable = {
  insecure: {
    title: 'Plain HTTP',
    text: 'In-cluster builds and signatures push without TLS.',
    absent: '`false`',
    wrong: ['Since KMM 2.2 it says nothing about how nodes pull: that is the setting of their container runtime.'],
  },
  insecureSkipTLSVerify: {
    title: 'Accept any certificate',
    text: 'In-cluster builds and signatures push over TLS without looking at the certificate of the registry.',
    absent: '`false`',
    wrong: ['Since KMM 2.2 it says nothing about how nodes pull: that is the setting of their container runtime.'],
  },
}
