import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Environment } from '../cluster/kubeconfig.ts'
import { textsAt } from './json.ts'
import { startPractice } from './practice.ts'
import { makePrivateFolder, practiceFolder } from './practiceFolder.ts'
import { askRun, findRun, kubeconfigName, noteRun, sweepRuns } from './practiceRuns.ts'
import { parseScenario, scenarioNames, scenarioTexts } from './scenario.ts'

/** What the command needs of its process. */
export interface PracticeIo {
  readonly stdout: { write(text: string): void }
  readonly stderr: { write(text: string): void }
  readonly stdin: Readable
  readonly env: Environment
  readonly cwd: string
  /** aborts when the process is to end */
  readonly signal: AbortSignal
}

/** 0 done; 2 could not. */
export type PracticeExitCode = 0 | 2

/**
 * `kmm practice` and the words behind it. Without any, it starts a practice cluster, prints the path of its kubeconfig
 * and stays until the signal aborts or `kmm practice stop` is run. Never rejects.
 */
export async function runPractice(argv: readonly string[], io: PracticeIo): Promise<PracticeExitCode> {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    const [command, ...words] = positionals
    const given = values['kubeconfig-dir']
    const dir = given === undefined ? undefined : resolve(io.cwd, given)
    if (command === undefined) return await stay(io, dir, values['until-stdin-ends'] === true)
    const asked = parseChange(command, words, values.node)
    if (asked === undefined)
      return complain(io, `\`${[command, ...words].join(' ')}\` is no practice command\n${practiceUsage}`)
    const run = await findRun(practiceFolder(io.env), io.env, dir)
    if (run === undefined) return complain(io, 'no practice cluster runs; start one with `kmm practice`')
    const answer = await askRun(run, command, asked.body)
    io.stdout.write(`${command === 'scenario' ? describeScenarios(answer) : asked.done}\n`)
    return 0
  } catch (error) {
    return complain(io, error instanceof Error ? error.message : String(error))
  }
}

const options = {
  'kubeconfig-dir': { type: 'string' },
  'until-stdin-ends': { type: 'boolean' },
  node: { type: 'string' },
} as const

/** What there is to type, for help texts. */
export const practiceUsage = [
  'kmm practice [--kubeconfig-dir DIR]          start a practice cluster, print its kubeconfig and stay',
  'kmm practice add-node NAME KERNEL            add a node with this kernel',
  'kmm practice upgrade-node NAME KERNEL        let a node boot into another kernel',
  'kmm practice scenario NAME [--node NODE]     choose what happens when a Module is loaded:',
  ...scenarioNames.map((name) => `    ${name.padEnd(18)}${scenarioTexts[name]}`),
  'kmm practice stop                            end the practice cluster',
].join('\n')

interface Change {
  readonly body: object
  /** what to say when it is done */
  readonly done: string
}

function parseChange(command: string, words: readonly string[], node: string | undefined): Change | undefined {
  const [name, kernel, more] = words
  if (command === 'stop' && name === undefined) return { body: {}, done: 'The practice cluster ends' }
  if (name === undefined || more !== undefined) return undefined
  if (command === 'scenario' && kernel === undefined) {
    return { body: { name, ...(node === undefined ? {} : { node }) }, done: '' }
  }
  if (kernel === undefined) return undefined
  if (command === 'add-node') return { body: { name, kernel }, done: `Node ${name} is there, with kernel ${kernel}` }
  if (command === 'upgrade-node') return { body: { name, kernel }, done: `Node ${name} has booted into ${kernel}` }
  return undefined
}

/** What holds now, by node. */
function describeScenarios(answer: unknown): string {
  const entries = Object.entries(textsAt(answer, 'scenarios')).filter(([, scenario]) => scenario !== 'loads')
  if (entries.length === 0) return `On every node ${scenarioTexts.loads}`
  return entries
    .map(([node, scenario]) => `On ${node}: ${scenarioTexts[parseScenario(scenario) ?? 'loads']}`)
    .join('\n')
}

/** Runs a practice cluster in this process until it is to end. */
async function stay(io: PracticeIo, given: string | undefined, untilStdinEnds: boolean): Promise<PracticeExitCode> {
  const notes = practiceFolder(io.env)
  await makePrivateFolder(notes)
  await sweepRuns(notes)
  if (given !== undefined) await makePrivateFolder(given)
  const dir = given ?? (await mkdtemp(join(notes, 'cluster-')))
  const practice = await startPractice({ dir })
  const forget = await noteRun(notes, practice.kubeconfigPath)
  try {
    io.stdout.write(`${practice.kubeconfigPath}\n`)
    io.stderr.write(
      `The practice cluster runs at ${practice.url}, until you press Ctrl-C.\nUse it with kmm and the editor (kubectl sends no token over plain HTTP): KUBECONFIG=${join(dir, kubeconfigName)}\n`,
    )
    await Promise.race([aborted(io.signal), practice.stopAsked, ...(untilStdinEnds ? [ended(io.stdin)] : [])])
  } finally {
    await forget()
    await practice.stop()
    if (given === undefined) await rm(dir, { recursive: true, force: true })
  }
  return 0
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}

function ended(stdin: Readable): Promise<void> {
  return new Promise((done) => {
    stdin.once('end', done).once('close', done)
    stdin.resume()
  })
}

function complain(io: PracticeIo, sentence: string): PracticeExitCode {
  io.stderr.write(`kmm: ${sentence}\n`)
  return 2
}
