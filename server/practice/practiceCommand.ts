import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Environment } from '../cluster/kubeconfig.ts'
import { parseChange } from './parseChange.ts'
import { startPractice } from './practice.ts'
import { makePrivateFolder, practiceFolder } from './practiceFolder.ts'
import { askRun, findRun, kubeconfigName, noteRun, sweepRuns } from './practiceRuns.ts'
import { scenarioText } from './scenarioText.ts'

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

/** What a command line asks of practice clusters. */
export interface PracticeRequest {
  /** a change and what it needs; empty: start a cluster */
  readonly words: readonly string[]
  /** folder of the kubeconfig, below the working directory when it is relative */
  readonly kubeconfigDir?: string | undefined
  /** that a scenario is for */
  readonly node?: string | undefined
  /** end with stdin */
  readonly untilStdinEnds?: boolean
}

/**
 * `kmm practice` and the words behind it. Without any, it starts a practice cluster, prints the path of its kubeconfig
 * and stays until the signal aborts or `kmm practice stop` is run. Never rejects.
 */
export async function runPractice(request: PracticeRequest, io: PracticeIo): Promise<PracticeExitCode> {
  const { words, node, untilStdinEnds = false } = request
  const dir = request.kubeconfigDir === undefined ? undefined : resolve(io.cwd, request.kubeconfigDir)
  try {
    if (words.length === 0 && node === undefined) return await stay(io, dir, untilStdinEnds)
    const change = parseChange(words, node)
    if ('sentence' in change) return complain(io, `${change.sentence}`)
    const run = await findRun(practiceFolder(io.env), io.env, dir)
    if (run === undefined) return complain(io, 'no practice cluster runs; start one with `kmm practice`')
    const answer = await askRun(run, change.command, change.body)
    io.stdout.write(`${change.command === 'scenario' ? scenarioText(answer) : change.done}\n`)
    return 0
  } catch (error) {
    return complain(io, error instanceof Error ? error.message : String(error))
  }
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
