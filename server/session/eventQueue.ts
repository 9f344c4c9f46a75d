/** A pipe from callbacks and parallel loops to one `for await`. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(item: T): void
  /** No more items: the iteration ends once what is queued is consumed. */
  close(): void
  /** The iteration throws this once what is queued is consumed. */
  fail(error: unknown): void
}

/** Makes an unbounded queue for a single consumer; producers here are bounded by the run they belong to. */
export function createEventQueue<T>(): EventQueue<T> {
  const items: T[] = []
  let end: { error?: unknown } | undefined
  let wake: (() => void) | undefined
  const signal = () => {
    wake?.()
    wake = undefined
  }
  return {
    push(item) {
      if (end !== undefined) return
      items.push(item)
      signal()
    },
    close() {
      end ??= {}
      signal()
    },
    fail(error) {
      end ??= { error }
      signal()
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        while (items.length > 0) yield items.shift() as T
        if (end !== undefined) {
          if ('error' in end) throw end.error
          return
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
