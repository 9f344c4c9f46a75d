import type { Clock } from './clock.ts'
import { ClusterError } from './clusterError.ts'

/** The life of one call: it ends when a parent signal aborts or when its time is up. */
export interface CallScope {
  /** aborts with a ClusterError, `cancelled` or `timeout` */
  readonly signal: AbortSignal
  /** Lets the time run until `disarm`. What was used up before counts. */
  arm(): void
  disarm(): void
  /** how much time is left, in milliseconds */
  leftMs(): number
  /** Lets go of parents and timer; must be called once the call is over. */
  end(): void
}

/** `what` is named in the error when the time is up. */
export function createCallScope(
  clock: Clock,
  deadlineMs: number,
  what: string,
  parents: readonly (AbortSignal | undefined)[],
): CallScope {
  const controller = new AbortController()
  const cancel = () => controller.abort(new ClusterError('cancelled', `${what} was cancelled`))
  for (const parent of parents) {
    if (parent?.aborted) cancel()
    else parent?.addEventListener('abort', cancel, { once: true })
  }
  let usedMs = 0
  let running: { readonly timer: AbortController; readonly startedMs: number } | undefined

  function arm(): void {
    if (running !== undefined || controller.signal.aborted || !Number.isFinite(deadlineMs)) return
    const timer = new AbortController()
    running = { timer, startedMs: clock.now() }
    void clock.delay(Math.max(0, deadlineMs - usedMs), timer.signal).then(() => {
      if (timer.signal.aborted) return
      const message = `${what} took longer than ${deadlineMs / 1000} seconds; the server is busy or cannot be reached`
      controller.abort(new ClusterError('timeout', message))
    })
  }

  function disarm(): void {
    if (running === undefined) return
    usedMs += clock.now() - running.startedMs
    running.timer.abort()
    running = undefined
  }

  function end(): void {
    disarm()
    for (const parent of parents) parent?.removeEventListener('abort', cancel)
  }

  const leftMs = () => deadlineMs - usedMs - (running === undefined ? 0 : clock.now() - running.startedMs)
  return { signal: controller.signal, arm, disarm, leftMs, end }
}
