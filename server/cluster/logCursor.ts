/** How far a log was read, so that a cut can be mended without losing or repeating a line. */
export interface LogCursor {
  /** From where to ask again: the second of the last line (servers know no finer `sinceTime`). Undefined at the start. */
  readonly sinceTime: string | undefined
  /** For one answer that begins at `sinceTime`: tells of each of its lines, in order, whether it is new. */
  startAnswer(): (time: string) => boolean
  /** Remembers a line that was taken. */
  note(time: string): void
}

/**
 * A cursor counts the lines it took by their full timestamps, for the last second only. An answer that begins at that
 * second repeats exactly those. Lines that share a timestamp, or are out of order within the second (two output streams
 * are), are told apart by counting.
 */
export function createLogCursor(): LogCursor {
  let second = Number.NEGATIVE_INFINITY
  let taken = new Map<string, number>()
  return {
    get sinceTime() {
      return Number.isFinite(second) ? new Date(second).toISOString().replace('.000Z', 'Z') : undefined
    },
    startAnswer: () => {
      const toSkip = new Map(taken)
      return (time) => {
        const count = toSkip.get(time) ?? 0
        if (count > 0) toSkip.set(time, count - 1)
        return count === 0
      }
    },
    note: (time) => {
      const at = Math.floor(Date.parse(time) / 1000) * 1000
      if (!(at >= second)) return
      if (at > second) taken = new Map()
      second = at
      taken.set(time, (taken.get(time) ?? 0) + 1)
    },
  }
}

/** A line as the server sends it with `timestamps=true`. */
export interface TimedLine {
  /** RFC 3339 with up to nine digits of fraction; '' when the line has none, as texts of the kubelet itself */
  readonly time: string
  readonly text: string
}

/** Splits the timestamp from a log line. */
export function parseTimedLine(line: string): TimedLine {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))(?: |$)/.exec(line)
  return found?.[1] === undefined ? { time: '', text: line } : { time: found[1], text: line.slice(found[0].length) }
}
