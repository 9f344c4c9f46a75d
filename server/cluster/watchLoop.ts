import { backoffMs } from './backoff.ts'
import type { StreamAnswer } from './caller.ts'
import type { Clock } from './clock.ts'
import type { ObjectList, WatchEvent } from './cluster.ts'
import { ClusterError } from './clusterError.ts'
import { readLines } from './lines.ts'
import { waitForSilence } from './liveness.ts'
import { parseWatchEvent, type RawWatchEvent } from './rawWatchEvent.ts'

/** What is watched: how to list it, how to open its watch, and how to read an event's object. */
export interface WatchSource<T> {
  /** `cached` allows an answer that may be some moments old, but costs the server little. */
  list(cached: boolean, signal: AbortSignal): Promise<ObjectList<T>>
  open(resourceVersion: string, timeoutSeconds: number, signal: AbortSignal): Promise<StreamAnswer>
  /** Undefined when the object cannot be read. */
  read(object: unknown): T | undefined
  /** Whether the server answers at all. */
  probe(signal: AbortSignal): Promise<boolean>
}

export interface WatchParts {
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
}

const backoff = { baseMs: 800, capMs: 30_000 }
const healthyMs = 60_000
const shortestWatchMs = 1000

/**
 * Lists, then watches from there for as long as the signal lets it. After a cut it goes on from the last resource
 * version it saw (bookmarks keep that young); when the server no longer has it (410), a new `sync` replaces everything.
 * Throws what repeating cannot mend: 401 (after one renewal), 403, 404 and requests that are wrong.
 */
export async function* watchLoop<T>(source: WatchSource<T>, parts: WatchParts): AsyncGenerator<WatchEvent<T>> {
  const { clock, random, signal } = parts
  let resourceVersion: string | undefined
  let isFirstList = true
  let syncedMs = Number.NEGATIVE_INFINITY
  let isStale = false
  let failures = 0

  while (!signal.aborted) {
    let openedMs = Number.POSITIVE_INFINITY
    try {
      if (resourceVersion === undefined) {
        const listed = await source.list(isFirstList, signal)
        isFirstList = false
        isStale = false
        resourceVersion = listed.resourceVersion
        syncedMs = clock.now()
        yield { type: 'sync', items: listed.items }
      }
      const timeoutSeconds = 290 + Math.round(random() * 120)
      const stream = await source.open(resourceVersion, timeoutSeconds, signal)
      openedMs = clock.now()
      if (isStale) yield { type: 'resumed' }
      isStale = false
      for await (const event of readStream(stream, timeoutSeconds * 1000, source, parts)) {
        if (event.type === 'error') throw event.error
        resourceVersion = event.resourceVersion ?? resourceVersion
        if (event.type === 'bookmark') continue
        const item = source.read(event.object)
        if (item === undefined) throw unreadable()
        yield { type: event.type, item }
      }
      // A clean end is the server's right; one that comes at once, again and again, must not become a busy loop.
      failures = clock.now() - openedMs < shortestWatchMs ? failures + 1 : 0
      if (failures > 1) await clock.delay(backoffMs(failures, backoff, random()), signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ClusterError)) throw error
      if (error.kind === 'cancelled') return
      if (isFinal(error)) throw error
      failures = clock.now() - openedMs >= healthyMs ? 1 : failures + 1
      // The place to go on from is gone, or what came from there made no sense.
      const mustList = error.kind === 'expired' || (error.kind === 'internal' && error.status === undefined)
      if (mustList) resourceVersion = undefined
      if (error.kind === 'expired' && clock.now() - syncedMs >= shortestWatchMs) continue
      const retryInMs = Math.max(error.retryAfterMs ?? 0, backoffMs(failures - 1, backoff, random()))
      isStale = true
      yield { type: 'stale', error, retryInMs }
      await clock.delay(retryInMs, signal)
    }
  }
}

/** The stream's events; ends with the stream, throws when it is cut or has gone silent. */
async function* readStream<T>(
  stream: StreamAnswer,
  timeoutMs: number,
  source: WatchSource<T>,
  { clock, signal }: WatchParts,
): AsyncGenerator<RawWatchEvent> {
  const over = new AbortController()
  let lastByteMs = clock.now()
  const limitMs = timeoutMs + 15_000
  waitForSilence({ clock, limitMs, lastByteMs: () => lastByteMs, probe: source.probe, signal: over.signal }).then(
    stream.destroy,
    stream.destroy,
  )
  const end = () => over.abort()
  signal.addEventListener('abort', end, { once: true })
  try {
    for await (const line of readLines(noteBytes(stream.chunks), { wholeLinesOnly: true })) {
      if (line !== '') yield parseWatchEvent(line)
    }
  } finally {
    signal.removeEventListener('abort', end)
    over.abort()
    stream.destroy()
  }

  async function* noteBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      lastByteMs = clock.now()
      yield chunk
    }
  }
}

function isFinal(error: ClusterError): boolean {
  return ['unauthorized', 'forbidden', 'denied', 'notFound', 'invalid'].includes(error.kind)
}

function unreadable(): ClusterError {
  return new ClusterError('internal', 'the server sent a watch event that holds no object of the API')
}
