/** One instruction of a Dockerfile, continued lines joined. */
export interface DockerInstruction {
  /** upper case, such as `COPY` */
  readonly name: string
  readonly text: string
  /** line that it begins on, from 0 */
  readonly line: number
}

/** `ARG` of a Dockerfile. */
export interface DockerArgument {
  readonly name: string
  readonly hasDefault: boolean
  readonly line: number
}

export interface DockerStage {
  /** what `FROM` names: an image or an earlier stage */
  readonly from: string
  readonly name: string | undefined
  readonly instructions: readonly DockerInstruction[]
}

export interface Dockerfile {
  /** what stands before the first `FROM`: known in `FROM` lines only */
  readonly globals: readonly DockerInstruction[]
  readonly stages: readonly DockerStage[]
}

/** Cuts a Dockerfile into its stages. Never throws; what is no instruction is left out. */
export function parseDockerfile(text: string): Dockerfile {
  const globals: DockerInstruction[] = []
  const stages: { from: string; name: string | undefined; instructions: DockerInstruction[] }[] = []
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === 'FROM') {
      const [from = '', as, name] = instruction.text.replace(/--\S+\s*/g, '').split(/\s+/)
      stages.push({ from, name: as?.toUpperCase() === 'AS' ? name : undefined, instructions: [instruction] })
    } else (stages.at(-1)?.instructions ?? globals).push(instruction)
  }
  return { globals, stages }
}

/** The arguments that some instructions declare. */
export function declaredArguments(instructions: readonly DockerInstruction[]): readonly DockerArgument[] {
  return instructions
    .filter(({ name }) => name === 'ARG')
    .flatMap(({ text, line }) =>
      [...text.matchAll(/(?:^|\s)([A-Za-z_]\w*)(=)?(?:"[^"]*"|'[^']*'|\S*)/g)].map(([, name = '', equals]) => ({
        name,
        hasDefault: equals === '=',
        line,
      })),
    )
}

/** Source paths and target of a `COPY` or `ADD`; `undefined` for other instructions and the form in brackets. */
export function copyPlaces({
  name,
  text,
}: DockerInstruction): { readonly sources: readonly string[]; readonly target: string } | undefined {
  if ((name !== 'COPY' && name !== 'ADD') || /^\s*(--\S+\s+)*(\[|<<)/.test(text)) return undefined
  const words = text.split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'))
  const target = words.at(-1)
  return target === undefined || words.length < 2 ? undefined : { sources: words.slice(0, -1), target }
}

function instructionsOf(text: string): readonly DockerInstruction[] {
  const found: DockerInstruction[] = []
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  for (let line = 0; line < lines.length; line += 1) {
    const first = /^\s*([A-Za-z]+)\s+(.*)$/.exec(lines[line] ?? '')
    if (first === null) continue
    const start = line
    const parts = [first[2] ?? '']
    while (parts.at(-1)?.trimEnd().endsWith('\\') && line + 1 < lines.length) {
      line += 1
      const next = lines[line] ?? ''
      // Comments and blank lines may stand between continued lines.
      if (!/^\s*(#|$)/.test(next)) parts.push(next)
    }
    const text = parts.map((part) => part.trimEnd().replace(/\\$/, '')).join(' ')
    found.push({ name: (first[1] ?? '').toUpperCase(), text: text.trim(), line: start })
  }
  return found
}
