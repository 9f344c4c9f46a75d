import type { WordTable } from './fieldWordsTable.ts'

/** `spec.moduleLoader.container.modprobe`. */
export const modprobeWords: WordTable = {
  moduleName: {
    title: 'The kernel module to load',
    text: 'As `modprobe` wants it: without path and without `.ko`.',
    wrong: [
      'It excludes `rawArgs`; one of the two must be there.',
      'If the image has no such file for the kernel of the node, `modprobe` says that the module was not found in the directory, and the worker pod starts over.',
    ],
    example: 'moduleName: my_driver',
    page: 'deploy_kmod',
  },
  dirName: {
    title: 'Where the image keeps its modules',
    text: 'The directory above `lib/modules/<kernel>` in the image. The worker pod sees it below `/tmp`.',
    wrong: ['It must be absolute, without a slash at the end: signing relies on it.'],
    example: 'dirName: /opt',
    page: 'kmod_image',
  },
  parameters: {
    title: 'Parameters of the kernel module',
    text: 'One `name=value` per item, put behind the name of the module. No shell is involved: quotes and `$` stay as they are, and nothing is split at spaces.',
    wrong: [
      'When they change, KMM unloads the module on every node and loads it again.',
      'Template variables are not filled in here.',
    ],
    example: 'parameters:\n  - max_dev=5\n  - debug=1',
    page: 'deploy_kmod',
  },
  'parameters[]': {
    title: 'One parameter',
    text: 'Written `name=value`; a lone `name` stands for a switch. A string: quote what YAML would read as something else.',
  },
  args: {
    title: 'More options for modprobe',
    text: 'Options that go before the name of the module, such as `--force-vermagic`.',
    example: 'args:\n  load:\n    - --force-vermagic',
  },
  'args.load': {
    title: 'Options for loading',
    text: 'Go between `modprobe -vd <dir>` and the name of the module.',
    wrong: ['An empty list is refused: leave the key out.'],
  },
  'args.load[]': { title: 'One option', text: 'One word of the command line; nothing is split at spaces.' },
  'args.unload': {
    title: 'Options for unloading',
    text: 'Go between `modprobe -rvd <dir>` and the name of the module.',
    wrong: ['An empty list is refused: leave the key out.'],
  },
  'args.unload[]': { title: 'One option', text: 'One word of the command line; nothing is split at spaces.' },
  rawArgs: {
    title: 'The whole command line, written by you',
    text: 'Instead of `moduleName`, `args` and `parameters`: everything behind `modprobe`. Since KMM 2.2 the files of the image lie below `/tmp`, so for `dirName: /opt` write `-d` and `/tmp/opt`. `dirName` still says what is copied.',
    wrong: ['Both `load` and `unload` are needed.', 'Together with `moduleName` it is refused.'],
    example:
      'rawArgs:\n  load: ["-v", "-d", "/tmp/opt", "my_driver"]\n  unload: ["-rv", "-d", "/tmp/opt", "my_driver"]',
    page: 'deploy_kmod',
  },
  'rawArgs.load': {
    title: 'All words of the loading command',
    text: 'Everything that goes behind `modprobe` when loading.',
    wrong: ['An empty list is refused.'],
  },
  'rawArgs.load[]': { title: 'One word', text: 'One word of the command line; nothing is split at spaces.' },
  'rawArgs.unload': {
    title: 'All words of the unloading command',
    text: 'Everything that goes behind `modprobe` when unloading.',
    wrong: ['An empty list is refused.'],
  },
  'rawArgs.unload[]': { title: 'One word', text: 'One word of the command line; nothing is split at spaces.' },
  firmwarePath: {
    title: 'Firmware files in the image',
    text: 'What is in this directory of the image is copied to the firmware directory of the node before loading, and its files are removed after unloading. Which directory that is, is a setting of the operator: `/lib/firmware`, on OpenShift `/var/lib/firmware`.',
    wrong: [
      'The contents are copied, not the directory: a file `/firmware/a/b.bin` of `/firmware` arrives as `a/b.bin`.',
      'The kernel must look there: on some container runtimes the setting for that is read-only.',
    ],
    example: 'firmwarePath: /firmware',
    page: 'firmwares',
  },
  modulesLoadingOrder: {
    title: 'Modules that must be loaded first',
    text: 'Your module first, then what it needs, each before the one it follows: `[a, b, c]` loads c, then b, then a. For dependencies that the module files do not declare themselves.',
    wrong: [
      'At least two names, each once, and the first must be `moduleName`.',
      'It cannot go with `rawArgs`, which has no `moduleName`.',
    ],
    example: 'moduleName: my_driver\nmodulesLoadingOrder:\n  - my_driver\n  - my_library',
    page: 'deploy_kmod',
  },
  'modulesLoadingOrder[]': {
    title: 'Name of a kernel module',
    text: 'Without path and `.ko`. The first of the list is `moduleName`.',
  },
}
