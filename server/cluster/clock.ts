/** Time as it is handed in: whatever waits or backs off asks a clock, so that tests can own it. */
export interface Clock {
  /** milliseconds since 1970 */
  now(): number
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects: look at the signal afterwards. */
  delay(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (ms, signal) => {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done, { once: true })
    })
  },
}
