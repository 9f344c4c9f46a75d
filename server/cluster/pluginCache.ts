import type { Clock } from './clock.ts'
import type { Credential } from './credentials.ts'
import type { ExecCredential } from './execCredential.ts'

/** Credentials that were costly to get (a login in a browser), kept in memory for every cluster that needs the same. */
export interface PluginCache {
  /**
   * The credential under `key` while it is valid, else what `obtain` gives; callers who ask at once share one run. Their
   * signals only end their own waiting: the run is aborted when nobody waits any more.
   */
  get(
    key: string,
    clock: Clock,
    signal: AbortSignal,
    obtain: (signal: AbortSignal) => Promise<ExecCredential>,
  ): Promise<ExecCredential>
  /** Forgets the credential under `key` if it is the refused one. */
  drop(key: string, refused: Credential): void
}

/** A credential is not used in its last moments: it would expire on the way. */
const marginMs = 10_000

interface Run {
  readonly done: Promise<ExecCredential>
  readonly controller: AbortController
  waiting: number
}

export function createPluginCache(): PluginCache {
  const known = new Map<string, ExecCredential>()
  const runs = new Map<string, Run>()
  return { get, drop }

  async function get(
    key: string,
    clock: Clock,
    signal: AbortSignal,
    obtain: (signal: AbortSignal) => Promise<ExecCredential>,
  ): Promise<ExecCredential> {
    const valid = known.get(key)
    if (valid !== undefined && clock.now() < (valid.expiresAtMs ?? Number.POSITIVE_INFINITY) - marginMs) return valid
    signal.throwIfAborted()
    const run = runs.get(key) ?? start(key, obtain)
    run.waiting += 1
    let leave = () => {}
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
    })
    try {
      return await Promise.race([run.done, left])
    } finally {
      signal.removeEventListener('abort', leave)
      run.waiting -= 1
      if (run.waiting === 0) run.controller.abort(signal.reason)
    }
  }

  function start(key: string, obtain: (signal: AbortSignal) => Promise<ExecCredential>): Run {
    const controller = new AbortController()
    const done = obtain(controller.signal).then((credential) => {
      known.set(key, credential)
      return credential
    })
    const run: Run = { done, controller, waiting: 0 }
    runs.set(key, run)
    const forget = () => {
      if (runs.get(key) === run) runs.delete(key)
    }
    done.then(forget, forget)
    // Nobody may join a run that is being killed.
    controller.signal.addEventListener('abort', forget, { once: true })
    return run
  }

  function drop(key: string, refused: Credential): void {
    const current = known.get(key)
    if (current === undefined) return
    const isSame =
      current.authorization === (refused.authorization ?? current.authorization) &&
      current.clientCertificate === (refused.clientCertificate ?? current.clientCertificate)
    if (isSame) known.delete(key)
  }
}
