import { ClusterError } from '../cluster/clusterError.ts'

/** Keys waiting for a reconcile; a key that is already waiting is not queued twice. */
export interface WorkQueue {
  enqueue(key: string): void
}

/** Waits that many milliseconds; ends early, without an error, when the signal aborts. */
export type Delay = (delayMs: number, signal: AbortSignal) => Promise<void>

export interface WorkOptions {
  readonly signal: AbortSignal
  /** told of failures, which are tried again with growing pauses */
  readonly onError: (error: unknown, key: string) => void
}

const firstRetryMs = 20
const longestRetryMs = 5_000

/** Runs `reconcile` for one key after another, like a controller with one worker. */
export function createWorkQueue(reconcile: (key: string) => Promise<void>, options: WorkOptions): WorkQueue {
  const { signal } = options
  const waiting = new Set<string>()
  const failures = new Map<string, number>()
  let running = false

  const enqueue = (key: string) => {
    if (signal.aborted) return
    waiting.add(key)
    if (!running) void run()
  }
  const run = async () => {
    running = true
    for (let [key] = waiting; key !== undefined && !signal.aborted; [key] = waiting) {
      waiting.delete(key)
      try {
        await reconcile(key)
        failures.delete(key)
      } catch (error) {
        if (signal.aborted) break
        retryLater(key, error)
      }
    }
    running = false
  }
  const retryLater = (key: string, error: unknown) => {
    const count = (failures.get(key) ?? 0) + 1
    failures.set(key, count)
    // Somebody else wrote in between: what is newer is on its way through the watch.
    const isRace = error instanceof ClusterError && (error.kind === 'conflict' || error.kind === 'notFound')
    if (!isRace) options.onError(error, key)
    const timer = setTimeout(() => enqueue(key), Math.min(firstRetryMs * 2 ** (count - 1), longestRetryMs))
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }
  return { enqueue }
}
