import { nearestKey } from '../core/schema/nearestKey.ts'
import { scenarioNames } from './scenario.ts'

/** A change of a practice cluster that runs, as the control commands take it. */
export interface Change {
  readonly command: ChangeName
  readonly body: object
  /** what to say when it is done, where the cluster's answer does not tell */
  readonly done: string
}

type ChangeName = keyof typeof changes

/** What stands behind each word, and how that looks. */
const changes = {
  'add-node': { operands: ['NAME', 'KERNEL'], example: 'node-d 6.12.0-55.el10.x86_64' },
  'upgrade-node': { operands: ['NAME', 'KERNEL'], example: 'node-a 6.12.0-55.el10.x86_64' },
  scenario: { operands: ['SCENARIO'], example: 'modprobe-fails' },
  stop: { operands: [], example: '' },
} as const

/** Reads the words behind `kmm practice`, and the `--node` given with them. Gives a sentence when they ask for nothing. */
export function parseChange(
  words: readonly string[],
  node: string | undefined,
): Change | { readonly sentence: string } {
  const [command = '', ...given] = words
  if (command !== '' && !isChange(command)) return { sentence: unknown(command) }
  if (command === '' || (node !== undefined && command !== 'scenario')) return { sentence: nodeAlone }
  const { operands } = changes[command]
  const missing = operands.filter((_, at) => !given[at])
  if (missing.length > 0) return { sentence: incomplete(command, missing) }
  const extra = given[operands.length]
  if (extra !== undefined)
    return { sentence: `\`${extra}\` is too much: \`${command}\` takes ${withArticles(operands)}` }
  const [name = '', kernel = ''] = given
  switch (command) {
    case 'add-node':
      return { command, body: { name, kernel }, done: `Node ${name} is there, with kernel ${kernel}` }
    case 'upgrade-node':
      return { command, body: { name, kernel }, done: `Node ${name} has booted into ${kernel}` }
    case 'scenario':
      return { command, body: { name, ...(node === undefined ? {} : { node }) }, done: '' }
    case 'stop':
      return { command, body: {}, done: 'The practice cluster ends' }
  }
}

const nodeAlone = '`--node` goes with `scenario`, as in `kmm practice scenario modprobe-fails --node node-b`'

function isChange(word: string): word is ChangeName {
  return Object.hasOwn(changes, word)
}

function unknown(word: string): string {
  const names = Object.keys(changes)
  const near = nearestKey(word, names)
  const known = near === undefined ? `; there are ${names.join(', ')}` : `; did you mean \`${near}\`?`
  return `there is no practice command \`${word}\`${known}`
}

function incomplete(command: ChangeName, missing: readonly string[]): string {
  const choice = command === 'scenario' ? `; there are ${scenarioNames.join(', ')}` : ''
  return `\`${command}\` needs ${withArticles(missing)}, as in \`kmm practice ${command} ${changes[command].example}\`${choice}`
}

function withArticles(operands: readonly string[]): string {
  return operands.length === 0 ? 'nothing more' : operands.map((operand) => `a ${operand}`).join(' and ')
}
