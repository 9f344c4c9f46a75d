/** The parts of `spec.moduleLoader.container.modprobe` that decide the command line. */
export interface ModprobeSpec {
  readonly moduleName?: string | undefined
  readonly dirName?: string | undefined
  readonly parameters?: readonly string[] | undefined
  readonly argsLoad?: readonly string[] | undefined
  readonly argsUnload?: readonly string[] | undefined
  readonly rawArgsLoad?: readonly string[] | undefined
  readonly rawArgsUnload?: readonly string[] | undefined
}

/**
 * The argv that a worker pod runs to load: `-vd /tmp<dirName> [args…] moduleName [parameters…]`, or the raw arguments
 * alone (`worker.LoadKmod`, internal/worker/worker.go, 2.2 to main). `undefined` when there is nothing to load.
 */
export function modprobeLoad(spec: ModprobeSpec): readonly string[] | undefined {
  if (spec.rawArgsLoad !== undefined && spec.rawArgsLoad.length > 0) return ['modprobe', ...spec.rawArgsLoad]
  if (!spec.moduleName) return undefined
  const folder = modprobeFolder(spec)
  return ['modprobe', '-vd', folder, ...(spec.argsLoad ?? []), spec.moduleName, ...(spec.parameters ?? [])]
}

/** The argv that unloads (`worker.UnloadKmod`, same file). */
export function modprobeUnload(spec: ModprobeSpec): readonly string[] | undefined {
  if (spec.rawArgsUnload !== undefined && spec.rawArgsUnload.length > 0) return ['modprobe', ...spec.rawArgsUnload]
  if (!spec.moduleName) return undefined
  return ['modprobe', '-rvd', modprobeFolder(spec), ...(spec.argsUnload ?? []), spec.moduleName]
}

/** Where the worker finds the image's files: the shared volume at `/tmp` and `dirName` (default `/opt`) below it. */
export function modprobeFolder(spec: Pick<ModprobeSpec, 'dirName'>): string {
  const dirName = spec.dirName ?? '/opt'
  return `/tmp${dirName.startsWith('/') ? '' : '/'}${dirName}`
}
