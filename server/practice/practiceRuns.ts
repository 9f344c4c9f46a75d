import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { clusterOf } from '../cluster/connection.ts'
import type { Environment } from '../cluster/kubeconfig.ts'
import { readKubeconfig } from '../cluster/readKubeconfig.ts'
import { practiceContext } from './practiceKubeconfig.ts'

/** A practice cluster that can be spoken to. */
export interface PracticeRun {
  readonly kubeconfig: string
  readonly url: string
  readonly token: string
}

/** Notes a practice cluster down, so that later commands find it. Answers how to strike it off again. */
export async function noteRun(folder: string, kubeconfig: string): Promise<() => Promise<void>> {
  const note = join(folder, `${Date.now()}-${Math.random().toString(36).slice(2)}.run`)
  await writeFile(note, kubeconfig, { mode: 0o600 })
  return () => rm(note, { force: true })
}

/**
 * The practice cluster that a command is about: that of `--kubeconfig-dir`, else that of $KUBECONFIG when its context
 * is `practice`, else the one that was started last and still answers. `undefined` when there is none.
 */
export async function findRun(
  folder: string,
  env: Environment,
  kubeconfigDir: string | undefined,
): Promise<PracticeRun | undefined> {
  if (kubeconfigDir !== undefined) return readRun(join(kubeconfigDir, kubeconfigName))
  if (env.KUBECONFIG) {
    const run = await readRun(env.KUBECONFIG)
    if (run !== undefined) return run
  }
  for (const note of await notesIn(folder)) {
    const run = await runOf(folder, note)
    if (run !== undefined) return run
  }
  return undefined
}

/** Clears away what practice clusters have left that ended without an orderly stop: their notes and kubeconfigs. */
export async function sweepRuns(folder: string): Promise<void> {
  for (const note of await notesIn(folder)) await runOf(folder, note)
}

/** The cluster that a note is about; without one that answers, the note goes, and the folder that was made for it. */
async function runOf(folder: string, note: string): Promise<PracticeRun | undefined> {
  const kubeconfig = await readFile(note, 'utf8').catch(() => '')
  const run = await readRun(kubeconfig)
  if (run !== undefined && (await answers(run))) return run
  await rm(note, { force: true })
  const own = dirname(kubeconfig)
  if (dirname(own) === folder) await rm(own, { recursive: true, force: true })
  return undefined
}

/** Name of the file that a practice cluster's kubeconfig is in. */
export const kubeconfigName = 'kubeconfig.yaml'

/** Sends a control command; its answer. Throws with the practice cluster's own words, or when there is none any more. */
export async function askRun(run: PracticeRun, command: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${run.token}`, 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(`${run.url}/practice/${command}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    throw new Error(`the practice cluster at ${run.url} does not answer; start it with \`kmm practice\``, {
      cause: error,
    })
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  const told = typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : ''
  throw new Error(told || `the practice cluster answered ${response.status}`)
}

async function answers(run: PracticeRun): Promise<boolean> {
  return askRun(run, 'status', {}).then(
    () => true,
    () => false,
  )
}

/** Notes, the newest first. */
async function notesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  const notes = names.filter((name) => name.endsWith('.run')).map((name) => join(folder, name))
  const dated = await Promise.all(
    notes.map(async (note) => ({ note, mtimeMs: (await stat(note).catch(() => undefined))?.mtimeMs ?? 0 })),
  )
  return dated.sort((a, b) => b.mtimeMs - a.mtimeMs).map(({ note }) => note)
}

async function readRun(kubeconfig: string): Promise<PracticeRun | undefined> {
  if (kubeconfig === '') return undefined
  try {
    const { url, user } = clusterOf(await readKubeconfig({ env: {}, home: '', setting: kubeconfig }), practiceContext)
    return user.token === undefined ? undefined : { kubeconfig, url: url.origin, token: user.token }
  } catch {
    return undefined
  }
}
