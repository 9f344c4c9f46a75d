import type { ProblemDoc } from './problemDoc.ts'

type RunWords = Required<Pick<ProblemDoc, 'title' | 'says' | 'why' | 'advice'>>

const run = (id: `kmm/run-${string}`, words: RunWords): ProblemDoc => ({ id, ...words, severity: 'warning' })

/** Words for what a run of a Module failed on: what is said where, why, and what to do. */
export const runDocs: readonly ProblemDoc[] = [
  run('kmm/run-wrong-kernel', {
    title: 'A kernel module that was built for another kernel',
    says: ["could not insert 'driver': Exec format error", "could not insert 'driver': Invalid module format"],
    why: 'The kernel compares the version that a `.ko` file was built for with its own, to the letter. One image for several kernels, or a tag that was overwritten, makes them differ; so does an image of another architecture.',
    advice:
      "Give each kernel an image of its own, with `${KERNEL_FULL_VERSION}` in its tag, and compare `modinfo -F vermagic` of the file with the node's `uname -r`.",
  }),
  run('kmm/run-bad-parameter', {
    title: 'A parameter or symbol that the kernel does not know',
    says: [
      "could not insert 'driver': Unknown symbol in module, or unknown parameter (see dmesg)",
      "could not insert 'driver': Invalid argument",
    ],
    why: 'The kernel does not say which of the two it is: a parameter that the module does not take or whose value it refuses, or a function of another module that is not loaded.',
    advice:
      'Read `dmesg` of the node. Compare each item of `parameters` with `modinfo -p`, and name the modules that must be there first in `modulesLoadingOrder`.',
  }),
  run('kmm/run-not-signed', {
    title: 'A kernel module without a signature that the node trusts',
    says: [
      "could not insert 'driver': Required key not available",
      "could not insert 'driver': Key was rejected by service",
      "could not insert 'driver': Bad message",
    ],
    why: 'With Secure Boot the kernel loads only modules that are signed with a key enrolled on the node.',
    advice: 'Sign it with the `sign` block, and enrol the certificate as a machine owner key (`mokutil --import`).',
  }),
  run('kmm/run-not-found', {
    title: 'A kernel module that is not in the image',
    says: ['Module driver not found in directory /tmp/opt/lib/modules/6.6.2-201.fc39.x86_64'],
    why: 'The name is looked up in the index of the folder for the kernel of the node. The name may differ from that of the `.ko` file, or the index was never made.',
    advice:
      'Compare `moduleName` with the files below `<dirName>/lib/modules/<kernel>`, and run `depmod -b <dirName> <kernel>` while the image is built.',
  }),
  run('kmm/run-no-device', {
    title: 'A node without the hardware',
    says: ["could not insert 'driver': No such device"],
    why: 'The driver looked for its device and found none, so it would not stay.',
    advice: 'Narrow `selector` to nodes that have the device, for example by the labels of Node Feature Discovery.',
  }),
  run('kmm/run-not-permitted', {
    title: 'A node that does not let modules be loaded',
    says: ["could not insert 'driver': Operation not permitted"],
    why: 'The kernel is locked down, takes modules from its own disk only (LoadPin, as on Container-Optimized OS), or a profile forbids the call.',
    advice: "Look at `/sys/kernel/security/lockdown` on the node and at its operating system's policy.",
  }),
  run('kmm/run-busy', {
    title: 'A device that another driver holds',
    says: ["could not insert 'driver': Device or resource busy"],
    why: "Mostly it is the kernel's own driver for the same hardware.",
    advice: 'Name that driver in `inTreeModulesToRemove`, so that KMM unloads it first.',
  }),
  run('kmm/run-already-loaded', {
    title: 'A module of this name that is loaded already',
    says: ["could not insert 'driver': File exists"],
    why: 'The kernel came with a module of the same name, or somebody loaded one by hand.',
    advice: 'Name it in `inTreeModulesToRemove`, so that KMM unloads it first, or unload it on the node.',
  }),
  run('kmm/run-no-memory', {
    title: 'A kernel without memory for the module',
    says: ["could not insert 'driver': Cannot allocate memory"],
    why: 'The module asked for more memory than the kernel had, or for a large piece in one.',
    advice: 'Look for sizes and counts among `parameters`, and at the free memory of the node.',
  }),
  run('kmm/run-in-use', {
    title: 'A module that is in use and cannot be unloaded',
    says: ['Module driver is in use.'],
    why: 'Something on the node still uses the module that is to be removed, so the new one never gets its turn.',
    advice: 'See what uses it with `lsmod` and stop that, or drain and reboot the node.',
  }),
  run('kmm/run-builtin', {
    title: 'A module that is part of the kernel',
    says: ['Module driver is builtin.'],
    why: 'What is compiled into the kernel cannot be unloaded.',
    advice: 'Take it out of `inTreeModulesToRemove`.',
  }),
  run('kmm/run-firmware', {
    title: 'Firmware that did not reach the node',
    says: [
      'failed to copy firmware from path /tmp/firmware to path …',
      'could not set the firmware_class.path parameter …',
    ],
    why: 'Before it loads the module, KMM copies the content of `firmwarePath` to the node and tells the kernel where it is. The folder is missing in the image, or the node does not let that be set.',
    advice:
      "Check that `firmwarePath` is a folder of the image, and the firmware path in the operator's own configuration.",
  }),
  run('kmm/run-no-kernel-folder', {
    title: "An image without a folder for the node's kernel",
    says: ["cp: can't stat '/opt/lib/modules/6.6.2-201.fc39.x86_64': No such file or directory"],
    why: 'KMM copies `<dirName>/lib/modules/<kernel>` out of the image. The image is that of another kernel, or the files are elsewhere in it.',
    advice: 'Check the tag of the image, and that `dirName` names the folder that holds `lib/modules`.',
  }),
  run('kmm/run-no-shell', {
    title: 'An image without a shell',
    says: ['exec: "/bin/sh": stat /bin/sh: no such file or directory'],
    why: 'KMM runs a few lines of shell in the image to copy the modules out of it. An image made from nothing (`FROM scratch`) has none.',
    advice: 'Build the image on a base that has `/bin/sh`, `mkdir` and `cp`.',
  }),
  run('kmm/run-image-pull', {
    title: 'An image that cannot be pulled',
    says: ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName'],
    why: 'The tag does not exist, the registry asks for a login, or the node cannot reach it. Where the tag holds `${KERNEL_FULL_VERSION}`, an image is missing for each kernel that has none.',
    advice:
      'Check that the tag exists in the registry, and that the Secret of `imageRepoSecret` stands in the namespace of the Module and may read it.',
  }),
  run('kmm/run-no-node', {
    title: 'A run that has no node to load onto',
    says: ['no node is selected whose kernel a mapping serves'],
    why: 'No node carries the labels of `selector`, or none of those that do runs a kernel that a mapping serves. KMM reports neither.',
    advice:
      'Compare `selector` with the labels, and `kernelMappings` with the kernels, of `kubectl get nodes --show-labels -o wide`.',
  }),
  run('kmm/run-stalled', {
    title: 'A run in which nothing moves',
    says: ['nothing has moved for 120 s'],
    why: 'What keeps KMM from going on often shows in the log of its operator only: a namespace that enforces a Pod Security level, a quota, a Secret or ConfigMap that is missing, an operator that is not running.',
    advice:
      'Read the log of the operator. Builds and large images may simply take longer: raise `kmm.follow.failAfterSeconds`.',
  }),
  run('kmm/run-failed', {
    title: 'A worker that failed in a way not described here',
    says: [
      'E1123 15:15:31.891674   21130 cmdutils.go:13] "Fatal error" err="error while waiting on the command: exit status 1"',
    ],
    why: 'The worker pod ended with an error that none of the known causes explains.',
    advice: 'Read the log of the run above the failure, and `dmesg` of the node.',
  }),
]

/** Words for what a server answered to a dry run or an apply. */
export const refusedDocs: readonly ProblemDoc[] = [
  {
    id: 'kmm/refused',
    title: 'A document that the server refused',
    why: "The API server, KMM's webhook or another admission controller said no to this very text. The message is the server's own, on the line that it speaks of. Nothing was changed on the cluster.",
    advice: 'Change what it names and apply again: the problem goes with the next change of the text.',
    severity: 'error',
  },
]
