import type { WordTable } from './fieldWordsTable.ts'

const page = 'openshift'

/** BootModuleConfig, which only OpenShift's KMM has. */
export const bootWords: WordTable = {
  '': {
    title: 'Load a kernel module while nodes boot',
    text: 'For a driver that must be there before Kubernetes runs on the node, such as one for its disk or network: KMM keeps a MachineConfig by which the nodes of a pool load it while they boot. Any other driver is better off in a Module.',
    page,
  },
  'metadata.namespace': {
    title: 'Namespace of the object',
    text: 'Any. The MachineConfig that comes of it belongs to no namespace, and neither do the nodes.',
    absent: "the kubeconfig context's namespace, else `default`",
  },
  spec: {
    title: 'What is loaded while nodes boot',
    text: 'For a driver that is needed before Kubernetes runs on the node, such as one for its disk or network. KMM writes a MachineConfig, and each node of the pool then pulls the image and loads the kernel module while it boots. For updates while nodes run, have a Module for the same driver beside it.',
    wrong: [
      'What it says takes effect when a node boots next, and a MachineConfig that changes can make the pool reboot its nodes one by one.',
    ],
    page,
  },
  'spec.machineConfigName': {
    title: 'MachineConfig to write',
    text: 'The MachineConfig that KMM keeps in step with this object.',
    wrong: ['A name that another MachineConfig has is not refused: choose one that belongs to the driver.'],
    example: 'machineConfigName: 99-worker-my-driver',
    page,
  },
  'spec.machineConfigPoolName': {
    title: 'Which nodes',
    text: 'The MachineConfigPool whose nodes get the MachineConfig, such as `worker` or `master`.',
    wrong: ['Nobody checks that there is such a pool: without one, nothing happens.'],
    example: 'machineConfigPoolName: worker',
    page,
  },
  'spec.kernelModuleImage': {
    title: 'Image with the kernel module, without a tag',
    text: 'Each node puts its own kernel behind it as the tag, so push one image for each kernel, named as `uname -r` prints it; for an upgrade push the one for the new kernel first.',
    wrong: [
      'With a tag or a digest it names no image that exists.',
      'No template variables are filled in here.',
      'A node whose image is missing boots without the kernel module.',
    ],
    example: 'kernelModuleImage: quay.io/example/my-driver',
    page,
  },
  'spec.kernelModuleName': {
    title: 'The kernel module to load',
    text: 'As `modprobe` wants it: without path and without `.ko`.',
    example: 'kernelModuleName: my_driver',
    page,
  },
  'spec.inTreeModulesToRemove': {
    title: 'Kernel modules to unload first',
    text: 'What the kernel itself ships for the same device, in the order in which it is unloaded.',
    example: 'inTreeModulesToRemove:\n  - my_driver_intree',
    page,
  },
  'spec.inTreeModulesToRemove[]': { title: 'Name of a kernel module', text: 'Without `.ko`.' },
  'spec.firmwareFilesPath': {
    title: 'Directory of the firmware in the image',
    text: "Its contents are copied to the node's firmware directory before the kernel module is loaded.",
    absent: 'no firmware is copied',
    example: 'firmwareFilesPath: /firmware',
    page,
  },
  'spec.workerImage': {
    title: "Image of KMM's worker",
    text: 'The program that unpacks the image and loads the kernel module on the node.',
    absent: 'the worker image of the operator that is installed',
    wrong: ['A fixed one stays behind when the operator is updated.'],
    page,
  },
  status: { title: 'What KMM has done so far', text: 'Written by the operator, never by you.' },
  'status.configStatus': { title: 'How far it is', text: 'What became of the MachineConfig, in a word.' },
}
