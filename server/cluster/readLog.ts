import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { ClusterError } from './clusterError.ts'
import { type LogCursor, parseTimedLine, type TimedLine } from './logCursor.ts'

/** One container's log, and how far it was read. */
export interface LogReader {
  readonly cluster: Cluster
  readonly options: {
    readonly namespace: string
    readonly pod: string
    readonly container: string
    readonly sinceTime?: string
  }
  readonly cursor: LogCursor
  readonly clock: Clock
  readonly signal: AbortSignal
}

const silentMs = 60_000
const probeBytes = 64 * 1024

/**
 * The lines after the cursor, which moves along. A log that is not there (yet), or whose pod is gone, has no lines.
 * A followed log that says nothing for a minute is checked: kubelets have lost track of rotated files; when there is
 * more, the iteration ends, and the next one reads it.
 */
export async function* readLog(
  reader: LogReader,
  what: { readonly follow?: boolean; readonly previous?: boolean },
): AsyncGenerator<TimedLine> {
  const { cluster, cursor, clock, signal } = reader
  const over = new AbortController()
  const end = () => over.abort()
  signal.addEventListener('abort', end, { once: true })
  let lastLineMs = clock.now()
  if (what.follow === true) void watchSilence(reader, () => lastLineMs, over)
  try {
    const isNew = cursor.startAnswer()
    // A finished log may end without a line end; a followed one without it was cut.
    const wholeLinesOnly = what.follow === true
    for await (const line of cluster.logs({ ...request(reader), ...what, wholeLinesOnly, signal: over.signal })) {
      lastLineMs = clock.now()
      const timed = parseTimedLine(line)
      if (timed.time !== '') {
        if (!isNew(timed.time)) continue
        cursor.note(timed.time)
      }
      yield timed
    }
  } catch (error) {
    if (!isNotThere(error)) throw error
  } finally {
    signal.removeEventListener('abort', end)
    over.abort()
  }
}

async function watchSilence(reader: LogReader, lastLineMs: () => number, over: AbortController): Promise<void> {
  const { clock } = reader
  while (!over.signal.aborted) {
    const silence = clock.now() - lastLineMs()
    if (silence < silentMs) {
      await clock.delay(silentMs - silence, over.signal)
    } else if (await hasMore(reader, over.signal)) {
      over.abort()
    } else {
      await clock.delay(silentMs, over.signal)
    }
  }
}

/** Whether a plain read shows lines that the cursor has not seen, or is refused. */
async function hasMore(reader: LogReader, signal: AbortSignal): Promise<boolean> {
  const isNew = reader.cursor.startAnswer()
  try {
    const lines = reader.cluster.logs({ ...request(reader), limitBytes: probeBytes, wholeLinesOnly: true, signal })
    for await (const line of lines) {
      const { time } = parseTimedLine(line)
      if (time !== '' && isNew(time)) return true
    }
    return false
  } catch {
    // The stream is as dead as the connection, or as its pod: looking anew will tell.
    return !signal.aborted
  }
}

function request({ options, cursor }: LogReader) {
  const { namespace, pod, container } = options
  const sinceTime = cursor.sinceTime ?? options.sinceTime
  return { namespace, pod, container, timestamps: true, ...(sinceTime === undefined ? {} : { sinceTime }) }
}

/** The kubelet says 400 when a container has not started, or has no previous run; 404 means that the pod is gone. */
function isNotThere(error: unknown): boolean {
  if (!(error instanceof ClusterError)) return false
  const isWaiting = /is waiting to start|previous terminated container .* not found/.test(error.message)
  return error.kind === 'notFound' || (error.status === 400 && isWaiting)
}
