import type { Clock } from '../../server/cluster/clock.ts'

export interface FakeClock extends Clock {
  /** Lets time pass; whatever is due on the way wakes in order. */
  advance(ms: number): Promise<void>
  /** Resolves with the length of a running delay as soon as there is one of at least `minMs`. */
  whenWaiting(minMs?: number): Promise<number>
  /** lengths of all delays that were ever asked for */
  readonly asked: readonly number[]
}

interface Timer {
  readonly dueMs: number
  readonly ms: number
  readonly wake: () => void
}

export interface FakeClockOptions {
  readonly startMs?: number
  /** which delays pass by themselves, without real time: backoffs may, while deadlines keep waiting */
  readonly passes?: (ms: number) => boolean
}

/** A clock that stands still until told. */
export function createFakeClock(options: FakeClockOptions = {}): FakeClock {
  const { startMs = Date.UTC(2026, 10, 23, 10), passes = () => false } = options
  let nowMs = startMs
  const timers = new Set<Timer>()
  const asked: number[] = []
  let watchers: (() => void)[] = []

  return { now: () => nowMs, delay, advance, whenWaiting, asked }

  function delay(ms: number, signal?: AbortSignal): Promise<void> {
    asked.push(ms)
    if (signal?.aborted) return Promise.resolve()
    if (passes(ms)) {
      nowMs += ms
      return new Promise((resolve) => setImmediate(resolve))
    }
    return new Promise((resolve) => {
      const wake = () => {
        timers.delete(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer: Timer = { dueMs: nowMs + ms, ms, wake }
      timers.add(timer)
      signal?.addEventListener('abort', wake, { once: true })
      for (const watcher of watchers.splice(0)) watcher()
    })
  }

  async function advance(ms: number): Promise<void> {
    const endMs = nowMs + ms
    for (;;) {
      await settled()
      const due = [...timers].filter((timer) => timer.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0]
      if (due === undefined) break
      nowMs = Math.max(nowMs, due.dueMs)
      due.wake()
    }
    nowMs = endMs
    await settled()
  }

  async function whenWaiting(minMs = 0): Promise<number> {
    for (;;) {
      const timer = [...timers].find((it) => it.ms >= minMs)
      if (timer !== undefined) return timer.ms
      await new Promise<void>((resolve) => {
        watchers = [...watchers, resolve]
      })
    }
  }
}

/** Whatever was ready to run has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
