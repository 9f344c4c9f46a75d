/** Reads an iteration to the end, as fast as it goes, and hands it out one by one. */
export interface Pump<T> {
  /** Resolves with the next value; rejects with the iteration's error, or when it has ended. */
  next(): Promise<T>
  /** everything there was so far, taken or not */
  readonly all: readonly T[]
  /** Resolves when the iteration has ended, and rejects with its error. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Starts reading at once: unlike the iteration itself, which only moves when asked. `start` gets the signal of `stop`. */
export function pump<T>(start: (signal: AbortSignal) => AsyncIterable<T>): Pump<T> {
  const abort = new AbortController()
  const all: T[] = []
  let taken = 0
  let wake = () => {}
  let isOver = false
  const ended = run()
  ended.catch(() => {})
  return {
    all,
    ended,
    next,
    stop: async () => {
      abort.abort()
      await ended
    },
  }

  async function run(): Promise<void> {
    try {
      for await (const value of start(abort.signal)) {
        all.push(value)
        wake()
      }
    } finally {
      isOver = true
      wake()
    }
  }

  async function next(): Promise<T> {
    while (taken >= all.length) {
      if (isOver) {
        await ended
        throw new Error('the iteration has ended')
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    taken += 1
    const value = all[taken - 1]
    if (value === undefined) throw new Error('the iteration gave nothing')
    return value
  }
}
