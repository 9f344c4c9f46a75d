import { type ModprobeSpec, modprobeFolder, modprobeLoad, modprobeUnload } from '../../core/kmm/modprobe.ts'
import { listAt, mapAt, textAt } from '../json.ts'

/** One line of a worker container, before it gets its time. */
export interface WorkerStep {
  readonly level: 'I' | 'E'
  /** file and line of KMM's worker, as klog writes them */
  readonly source: string
  readonly message: string
  /** key and value as they stand in the line, the value quoted where klog quotes it */
  readonly fields: readonly (readonly [string, string])[]
}

const worker = ['logger', '"kmm-worker"'] as const

/**
 * What KMM's worker prints while it loads or unloads (main, July 2026; `../shared/kmm/worker-logs`). `failure` is
 * modprobe's own complaint, such as `could not insert 'x': Exec format error`; then the worker ends with exit code 1.
 */
export function workerSteps(config: unknown, action: 'Load' | 'Unload', failure?: string): readonly WorkerStep[] {
  const isLoad = action === 'Load'
  return [
    step('funcs_kmod.go:18', 'Starting worker', worker, ['version', '"v2.6.0"'], ['git commit', '"practice"']),
    step(isLoad ? 'funcs_kmod.go:30' : 'funcs_kmod.go:52', 'Reading config', worker, [
      'path',
      '"/etc/kmm-worker/config.yaml"',
    ]),
    ...(isLoad ? loadSteps(config, failure) : unloadSteps(config, failure)),
  ]
}

/** The whole line, as klog writes it for process 1 of a container. */
export function printWorkerStep({ level, source, message, fields }: WorkerStep, at: Date, micros: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  const fraction = String(at.getUTCMilliseconds() * 1000 + micros).padStart(6, '0')
  const values = fields.map(([key, value]) => ` ${key}=${value}`).join('')
  return `${level}${day} ${clock}.${fraction}       1 ${source}] ${JSON.stringify(message)}${values}`
}

function loadSteps(config: unknown, failure: string | undefined): readonly WorkerStep[] {
  const spec = modprobeSpec(config)
  const module = spec.moduleName ?? ''
  const options = (spec.parameters ?? []).map((option) => `${option} `).join('')
  const file = `${modprobeFolder(spec)}/lib/modules/${textAt(config, 'kernelVersion') ?? ''}/${module}.ko`
  const insmod = stdout(`insmod ${file} ${options}`)
  return [
    ...inTreeSteps(config),
    running(modprobeLoad(spec) ?? ['modprobe']),
    ...(failure === undefined ? [] : [stderr(`modprobe: ERROR: ${failure}`)]),
    ...(spec.rawArgsLoad === undefined ? [insmod] : []),
    ...(failure === undefined ? [] : [fatal('error while waiting on the command: exit status 1')]),
  ]
}

function unloadSteps(config: unknown, failure: string | undefined): readonly WorkerStep[] {
  const spec = modprobeSpec(config)
  const [, ...args] = modprobeUnload(spec) ?? ['modprobe']
  const quoted = args.map((arg) => JSON.stringify(arg))
  const module = spec.moduleName ?? ''
  const why = `failed to unload module [${quoted.join(' ')}]: error while waiting on the command: exit status 1`
  return [
    ...(module === ''
      ? []
      : [step('worker.go:153', 'Preparing to unload single module', worker, ['moduleName', JSON.stringify(module)])]),
    step('worker.go:158', 'Starting unloading', worker, ['args', `[${quoted.join(',')}]`]),
    running(['modprobe', ...args]),
    ...(failure === undefined ? [stdout(`rmmod ${module}`)] : [stderr(`modprobe: FATAL: ${failure}`), fatal(why)]),
  ]
}

/** In-tree modules are taken out first; here their files are always on the host. */
function inTreeSteps(config: unknown): readonly WorkerStep[] {
  const names = listAt(config, 'inTreeModulesToRemove').filter((name) => typeof name === 'string')
  if (names.length === 0) return []
  const list = `[${names.map((name) => JSON.stringify(name)).join(',')}]`
  return [
    step('worker.go:49', 'Unloading in-tree modules', worker, ['names', list]),
    ...names.map((name) =>
      step('worker.go:62', 'adding module to the list of intree modules to be unloadded', worker, [
        'module',
        JSON.stringify(name),
      ]),
    ),
    running(['modprobe', '-rv', ...names]),
    ...names.map((name) => stdout(`rmmod ${name}`)),
  ]
}

function modprobeSpec(config: unknown): ModprobeSpec {
  const texts = (...path: string[]) => {
    const list = listAt(config, 'modprobe', ...path).filter((item) => typeof item === 'string')
    return list.length === 0 ? undefined : list
  }
  const modprobe = mapAt(config, 'modprobe')
  return {
    moduleName: textAt(modprobe, 'moduleName'),
    dirName: textAt(modprobe, 'dirName'),
    parameters: texts('parameters'),
    argsLoad: texts('args', 'load'),
    argsUnload: texts('args', 'unload'),
    rawArgsLoad: texts('rawArgs', 'load'),
    rawArgsUnload: texts('rawArgs', 'unload'),
  }
}

function step(source: string, message: string, ...fields: readonly (readonly [string, string])[]): WorkerStep {
  return { level: 'I', source, message, fields }
}

function running(command: readonly string[]): WorkerStep {
  return step('modprobe.go:33', 'Running modprobe', worker, ['command', JSON.stringify(`/sbin/${command.join(' ')}`)])
}

function stdout(line: string): WorkerStep {
  return step('cmdlog.go:70', line, ['logger', '"kmm-worker.modprobe.stdout"'])
}

function stderr(line: string): WorkerStep {
  return step('cmdlog.go:70', line, ['logger', '"kmm-worker.modprobe.stderr"'])
}

function fatal(why: string): WorkerStep {
  return {
    level: 'E',
    source: 'cmdutils.go:13',
    message: 'Fatal error',
    fields: [['err', JSON.stringify(why)], worker],
  }
}
