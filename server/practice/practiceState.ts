import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { textAt } from './json.ts'

/** How to find the practice cluster that runs: written when it starts, removed when it stops. */
export interface PracticeState {
  readonly url: string
  readonly token: string
  readonly kubeconfig: string
}

export async function writeState(folder: string, state: PracticeState): Promise<void> {
  await writeFile(stateFile(folder), `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
}

export async function removeState(folder: string): Promise<void> {
  await rm(stateFile(folder), { force: true })
}

/** The state that a folder holds; `undefined` when there is none or it cannot be read. */
export async function readState(folder: string): Promise<PracticeState | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(stateFile(folder), 'utf8'))
    const [url, token, kubeconfig] = [textAt(state, 'url'), textAt(state, 'token'), textAt(state, 'kubeconfig')]
    if (url === undefined || token === undefined || kubeconfig === undefined) return undefined
    return { url, token, kubeconfig }
  } catch {
    return undefined
  }
}

function stateFile(folder: string): string {
  return join(folder, 'practice.json')
}
