import { parseArgs } from 'node:util'
import { nearestKey } from '../core/schema/nearestKey.ts'
import type { CommandHelp, OptionHelp } from './commandHelp.ts'
import { commands, ownOptions } from './commands.ts'

/** What a command line asks for. */
export type Invocation =
  | { readonly ask: 'command'; readonly command: CommandHelp; readonly arguments: Arguments }
  | { readonly ask: 'help'; readonly command: CommandHelp | undefined }
  | { readonly ask: 'version' }
  /** `sentence` says what is wrong with it */
  | { readonly ask: 'nothing'; readonly sentence: string }

/** Options and file names as they were written; `parseArguments` has seen to it that each option exists and has what it needs. */
export interface Arguments {
  /** files and the like, in order */
  readonly operands: readonly string[]
  has(option: string): boolean
  /** the last value given for an option */
  value(option: string): string | undefined
  /** all of them, in order */
  values(option: string): readonly string[]
}

/** Reads the arguments that follow the program's name. Never throws. */
export function parseArguments(argv: readonly string[]): Invocation {
  const [first, ...rest] = argv
  if (first === undefined) return { ask: 'nothing', sentence: 'say what to do: `kmm help` lists the commands' }
  if (first === '--version' || first === '-V') return { ask: 'version' }
  if (first === '--help' || first === '-h' || first === 'help') return parseHelp(rest)
  const command = commands.find(({ name }) => name === first)
  if (command !== undefined) return parseCommand(command, rest)
  if (first.startsWith('-')) {
    return { ask: 'nothing', sentence: `unknown option \`${first}\`${suggestion(first, ownOptions.map(longName))}` }
  }
  return unknownCommand(first)
}

function parseHelp(rest: readonly string[]): Invocation {
  const name = rest.find((word) => !word.startsWith('-'))
  if (name === undefined) return { ask: 'help', command: undefined }
  const command = commands.find((one) => one.name === name)
  return command === undefined ? unknownCommand(name) : { ask: 'help', command }
}

function unknownCommand(name: string): Invocation {
  const names = commands.map((command) => command.name)
  return { ask: 'nothing', sentence: `there is no command \`${name}\`${suggestion(name, [...names, 'help'])}` }
}

function parseCommand(command: CommandHelp, rest: readonly string[]): Invocation {
  const known = [...command.options, ...ownOptions.filter(({ name }) => name === 'help')]
  const values = new Map<string, (string | undefined)[]>()
  const operands: string[] = []
  const { tokens } = parseArgs({
    args: [...rest],
    options: Object.fromEntries(known.map(parseArgsOption)),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind !== 'option') continue
    const option = known.find(({ name }) => name === token.name)
    const sentence =
      option === undefined ? unknownOption(command, token.rawName, known) : checkValue(option, token.rawName, token)
    if (sentence !== undefined) return { ask: 'nothing', sentence }
    values.set(token.name, [...(values.get(token.name) ?? []), token.value])
  }
  if (values.has('help')) return { ask: 'help', command }
  return { ask: 'command', command, arguments: argumentsOf(values, operands) }
}

function argumentsOf(
  given: ReadonlyMap<string, readonly (string | undefined)[]>,
  operands: readonly string[],
): Arguments {
  const values = (option: string) => (given.get(option) ?? []).filter((value) => value !== undefined)
  return { operands, has: (option) => given.has(option), value: (option) => values(option).at(-1), values }
}

function parseArgsOption({ name, short, value }: OptionHelp) {
  const type = value === undefined ? ('boolean' as const) : ('string' as const)
  return [name, short === undefined ? { type } : { type, short }] as const
}

function unknownOption(command: CommandHelp, rawName: string, known: readonly OptionHelp[]): string {
  return `\`kmm ${command.name}\` has no option \`${rawName}\`${suggestion(rawName, known.map(longName))}`
}

function checkValue(
  option: OptionHelp,
  rawName: string,
  token: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
): string | undefined {
  const { value, inlineValue } = token
  if (option.value === undefined) return value === undefined ? undefined : `\`${rawName}\` takes no value`
  // `--context --yes` is a forgotten value; who means it writes `--context=--yes`.
  const forgotten = value === undefined || value === '' || (!inlineValue && value.length > 1 && value.startsWith('-'))
  return forgotten ? `\`${rawName}\` needs a value: ${option.value}` : undefined
}

function longName({ name }: OptionHelp): string {
  return `--${name}`
}

function suggestion(written: string, candidates: readonly string[]): string {
  const nearest = nearestKey(written, candidates)
  return nearest === undefined ? '' : `; did you mean \`${nearest}\`?`
}
