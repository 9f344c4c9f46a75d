import { parseWorkerLine } from './workerLog.ts'

/** Why a worker could not load the module, and which field of the Module a person should look at. */
export interface LoadFailure {
  readonly id: `kmm/run-${string}`
  /** field below `spec.moduleLoader.container`; `containerImage` means the serving mapping's */
  readonly field:
    | 'modprobe'
    | 'modprobe.moduleName'
    | 'modprobe.parameters'
    | 'modprobe.firmwarePath'
    | 'containerImage'
    | 'inTree'
  /** the short cause, such as `built for another kernel` */
  readonly cause: string
  readonly advice: string
  /** the words that said so, without the log's own trimmings */
  readonly said: string
  /** index of the line in the lines given */
  readonly lineIndex: number
}

interface Symptom {
  readonly id: LoadFailure['id']
  readonly pattern: RegExp
  readonly field: LoadFailure['field']
  readonly cause: string
  readonly advice: string
}

/** What modprobe, the worker and the image extractor print when they fail (kmm.md §4.3); first match wins. */
const symptoms: readonly Symptom[] = [
  {
    id: 'kmm/run-wrong-kernel',
    pattern: /Exec format error|Invalid module format/,
    field: 'containerImage',
    cause: 'the `.ko` file was built for another kernel or architecture',
    advice:
      "Rebuild the image for this node's kernel; where its tag does not follow the kernel, end it with `${KERNEL_FULL_VERSION}`, so that each kernel has its own",
  },
  {
    id: 'kmm/run-bad-parameter',
    pattern: /Unknown symbol in module|Invalid argument/,
    field: 'modprobe.parameters',
    cause: 'the kernel refused a parameter, or a symbol that the module needs is missing',
    advice:
      'Check each `parameters` item against `modinfo -p`, and list modules it depends on in `modulesLoadingOrder`',
  },
  {
    id: 'kmm/run-not-signed',
    pattern: /Required key not available|Key was rejected by service|Bad message/,
    field: 'containerImage',
    cause: 'Secure Boot is on and the module is not signed with a key that the node trusts',
    advice: 'Sign it with the `sign` block of the mapping, and enrol the certificate on the node',
  },
  {
    id: 'kmm/run-not-found',
    pattern: /Module \S+ not found in directory/,
    field: 'modprobe.moduleName',
    cause: 'the image holds no such module for this kernel',
    advice:
      'Compare `moduleName` with the name of the `.ko` file below `<dirName>/lib/modules/<kernel>`, and run `depmod` when building',
  },
  {
    id: 'kmm/run-no-device',
    pattern: /No such device/,
    field: 'modprobe.moduleName',
    cause: 'the driver found no hardware that it serves on the node',
    advice: 'Narrow `selector` to the nodes that have the device',
  },
  {
    id: 'kmm/run-not-permitted',
    pattern: /Operation not permitted/,
    field: 'modprobe',
    cause: 'the node forbids loading modules (kernel lockdown, LoadPin or seccomp)',
    advice: "Check the node's lockdown mode and its operating system's policy on out-of-tree modules",
  },
  {
    id: 'kmm/run-busy',
    pattern: /Device or resource busy/,
    field: 'modprobe.moduleName',
    cause: 'another driver holds the device',
    advice: 'Name the in-tree driver in `inTreeModulesToRemove`',
  },
  {
    id: 'kmm/run-already-loaded',
    pattern: /could not insert .*: File exists/,
    field: 'inTree',
    cause: 'a module of this name is loaded already',
    advice: 'Name the in-tree module in `inTreeModulesToRemove` so that KMM unloads it first',
  },
  {
    id: 'kmm/run-no-memory',
    pattern: /Cannot allocate memory/,
    field: 'modprobe.parameters',
    cause: 'the kernel had no memory for the module',
    advice: 'Look for sizes among `parameters`, and at the free memory of the node',
  },
  {
    id: 'kmm/run-in-use',
    pattern: /Module \S+ is in use/,
    field: 'inTree',
    cause: 'the module to unload is in use',
    advice: 'Stop what uses it on the node, or reboot the node',
  },
  {
    id: 'kmm/run-builtin',
    pattern: /Module \S+ is builtin/,
    field: 'inTree',
    cause: 'the module to unload is built into the kernel',
    advice: 'Remove it from `inTreeModulesToRemove`: a built-in module cannot be unloaded',
  },
  {
    id: 'kmm/run-firmware',
    pattern: /failed to copy firmware|firmware_class/,
    field: 'modprobe.firmwarePath',
    cause: 'the firmware could not be copied to the node',
    advice: 'Check that `firmwarePath` is a folder of the image and that the node lets its firmware path be set',
  },
  {
    id: 'kmm/run-no-kernel-folder',
    pattern: /cp: can(?:'t|not) stat .*lib\/modules/,
    field: 'containerImage',
    cause: "the image has no folder for this node's kernel",
    advice: 'Check the tag of the image and `dirName`: the files belong in `<dirName>/lib/modules/<kernel>`',
  },
  {
    id: 'kmm/run-no-shell',
    pattern: /exec: "\/bin\/sh"/,
    field: 'containerImage',
    cause: 'the image has no `/bin/sh`, which KMM needs to copy the modules out of it',
    advice: 'Build it on a base that has `/bin/sh`, `mkdir` and `cp`',
  },
]

/**
 * Finds out from the last lines of a failed worker (or its init container) what went wrong. Without a known symptom the
 * worker's own error stands for itself; `undefined` when the lines hold no error at all.
 */
export function loadFailure(lines: readonly string[]): LoadFailure | undefined {
  for (const symptom of symptoms) {
    const lineIndex = lines.findLastIndex((line) => symptom.pattern.test(line))
    if (lineIndex === -1) continue
    const { id, field, cause, advice } = symptom
    return { id, field, cause, advice, said: saidIn(lines[lineIndex] ?? ''), lineIndex }
  }
  const lineIndex = lines.findLastIndex((line) => parseWorkerLine(line).level === 'error' && !/git commit/.test(line))
  if (lineIndex === -1) return undefined
  const advice = 'Read the log above the failure, and `dmesg` of the node'
  return {
    id: 'kmm/run-failed',
    field: 'modprobe',
    cause: 'modprobe failed',
    advice,
    said: saidIn(lines[lineIndex] ?? ''),
    lineIndex,
  }
}

function saidIn(line: string): string {
  const parsed = parseWorkerLine(line)
  return (parsed.error ?? parsed.message).replace(/^modprobe: (?:ERROR|FATAL): /, '')
}
