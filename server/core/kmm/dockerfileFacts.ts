import {
  copyPlaces,
  type DockerArgument,
  type Dockerfile,
  type DockerInstruction,
  declaredArguments,
} from './dockerfile.ts'

/** Every `ARG` of a Dockerfile, first to last. */
export function allArguments({ globals, stages }: Dockerfile): readonly DockerArgument[] {
  return [...globals, ...stages.flatMap(({ instructions }) => instructions)].flatMap((one) => declaredArguments([one]))
}

/** The first use of an argument that only stands before `FROM`. */
export function outOfScope(file: Dockerfile): { readonly argument: string; readonly line: number } | undefined {
  const globals = declaredArguments(file.globals).map(({ name }) => name)
  const declaredIn = new Map<string, ReadonlySet<string>>()
  for (const { from, name, instructions } of file.stages) {
    const set = new Set(declaredIn.get(from))
    for (const instruction of instructions) {
      if (instruction.name === 'ARG') for (const one of declaredArguments([instruction])) set.add(one.name)
      if (instruction.name === 'ENV')
        for (const [, key = ''] of instruction.text.matchAll(/(?:^|\s)(\w+)(?==|\s)/g)) set.add(key)
      if (instruction.name === 'FROM' || instruction.name === 'ARG' || instruction.name === 'ENV') continue
      const argument = globals.find(
        (one) => !set.has(one) && new RegExp(`\\$(${one}(?!\\w)|\\{${one}(?!\\w))`).test(instruction.text),
      )
      const sets = argument !== undefined && new RegExp(`(^|[\\s;&])${argument}=`).test(instruction.text)
      if (argument !== undefined && !sets) return { argument, line: instruction.line }
    }
    if (name !== undefined) declaredIn.set(name, set)
  }
  return undefined
}

/** An instruction of the last stage that copies modules by name. */
export interface CopiedModules {
  readonly instruction: DockerInstruction
  readonly target: string
  readonly files: readonly string[]
  readonly names: readonly string[]
}

/** Modules that the last stage copies by name; none where it moves files by other means, or copies what may hold more. */
export function copiedModules({ stages }: Dockerfile): readonly CopiedModules[] {
  const last = stages.at(-1)?.instructions ?? []
  if (last.some(({ name, text }) => name === 'RUN' && /\.ko|\bcp\b|\bmv\b|\bln\b|install|make/.test(text))) return []
  const copies = last.flatMap((instruction) => {
    const places = copyPlaces(instruction)
    return places === undefined ? [] : [{ instruction, ...places }]
  })
  if (last.some((one) => (one.name === 'COPY' || one.name === 'ADD') && copyPlaces(one) === undefined)) return []
  if (!copies.every(({ sources }) => sources.every((source) => /\.\w+$/.test(source) && !/[*?[]/.test(source))))
    return []
  return copies.flatMap(({ instruction, sources, target }) => {
    const files = sources.map((source) => source.split('/').at(-1) ?? '').filter((file) => /\.ko(\.\w+)?$/.test(file))
    if (files.length === 0 || files.some((file) => file.includes('$'))) return []
    const renamed = /\.ko(\.\w+)?$/.test(target) ? [target.split('/').at(-1) ?? ''] : files
    return [{ instruction, target, files: renamed, names: renamed.map(plainName) }]
  })
}

/** The name of a module's file as modprobe compares it: without ending, `-` and `_` the same. */
export function plainName(file: string): string {
  return file.replace(/\.ko(\.\w+)?$/, '').replaceAll('-', '_')
}
