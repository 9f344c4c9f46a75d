import type { CommandHelp, HelpRow, OptionHelp } from './commandHelp.ts'
import { commands, ownOptions } from './commands.ts'

const widthCells = 80

/** What `kmm help` prints, or `kmm help COMMAND` when one is given. */
export function helpText(command: CommandHelp | undefined): string {
  return `${command === undefined ? overview() : commandHelp(command)}\n`
}

function overview(): string {
  return [
    'kmm checks, applies and loads Modules of KMM (Kernel Module Management).',
    section('Usage', ['kmm COMMAND [OPTIONS]', 'kmm help COMMAND']),
    section('Commands', columns(commands.map(({ name, summary }) => [name, summary]))),
    section('Options', columns(ownOptions.map(optionRow))),
    section('Environment', [
      ...columns([
        ['KUBECONFIG', 'kubeconfig files, as kubectl reads them'],
        ['NO_COLOR', 'when not empty, no colours'],
        ['FORCE_COLOR', 'colours also where stdout is no terminal'],
      ]),
    ]),
  ].join('\n\n')
}

function commandHelp({ name, usage, summary, text, options, exits, examples }: CommandHelp): string {
  return [
    `${summary}.`,
    section(
      'Usage',
      usage.map((line) => `kmm ${name} ${line}`),
    ),
    ...text.map(textPart),
    ...(options.length === 0 ? [] : [section('Options', columns(options.map(optionRow)))]),
    ...(exits.length === 0 ? [] : [section('Exit codes', columns(exits))]),
    ...(examples.length === 0 ? [] : [section('Examples', columns(examples))]),
  ].join('\n\n')
}

function textPart(part: CommandHelp['text'][number]): string {
  if (typeof part !== 'string') return indented(columns(part))
  return /^\s/.test(part) ? part : wrap(part, widthCells).join('\n')
}

function section(title: string, lines: readonly string[]): string {
  return `${title}:\n${indented(lines)}`
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}

function optionRow({ name, short, value, text }: OptionHelp): HelpRow {
  return [`${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`, text]
}

/** Two columns; where the left one is wide, the right one begins below. */
function columns(rows: readonly HelpRow[]): readonly string[] {
  const widest = Math.max(...rows.map(([left]) => left.length))
  const indent = Math.min(widest, 28) + 2
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrap(right, widthCells - 2 - indent)
    const head = left.length + 2 > indent ? [left, ' '.repeat(indent) + first] : [left.padEnd(indent) + first]
    return [...head, ...more.map((line) => ' '.repeat(indent) + line)]
  })
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
