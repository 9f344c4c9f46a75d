import { backoffMs } from './backoff.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { ClusterError } from './clusterError.ts'
import { type ContainerEnd, type ContainerRun, checkContainer, readContainerRun } from './containerRun.ts'
import { createLogCursor } from './logCursor.ts'
import { type LogReader, readLog } from './readLog.ts'
import { resources } from './resources.ts'

export interface FollowLogOptions {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** of the pod; another pod that takes its name is not followed */
  readonly uid?: string
  /** RFC 3339; older lines are left out */
  readonly sinceTime?: string
  /** Resolves when the pod may have changed; spares waiting for the next look. */
  readonly waitForChange?: (signal: AbortSignal) => Promise<void>
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** in [0, 1); spreads retries */
  readonly random?: () => number
}

export type LogEvent =
  /** `time` is '' for the rare line without a timestamp (texts of the kubelet itself) */
  | { readonly type: 'line'; readonly time: string; readonly text: string }
  /** the container has not started (again) yet; `reason` as Kubernetes calls it, '' when it says none */
  | { readonly type: 'waiting'; readonly reason: string }
  /** the connection is gone while the container runs; the log goes on after `retryInMs`, without a gap */
  | { readonly type: 'dropped'; readonly error: ClusterError | undefined; readonly retryInMs: number }
  /** the container's process ended and its log is complete; lines after this are of the next run */
  | ({ readonly type: 'ended'; readonly willRestart: boolean } & ContainerEnd)
  /** the pod is deleted; `wasRead` tells whether any of its log could be read */
  | { readonly type: 'gone'; readonly wasRead: boolean }

const backoff = { baseMs: 250, capMs: 20_000 }
/** Without `waitForChange`, a container that has not started is looked at this often at least. */
const waitingCapMs = 2000
/** A clean end while the container still runs may only mean that its status is late. */
const quietEnds = 3

/**
 * Follows one container's log through cuts, restarts of the API server and restarts of the container: every line once,
 * in order. Ends after `gone`, after an `ended` that will not restart, or when the signal aborts. Throws ClusterError
 * for what repeating cannot mend: no permission, or a container that the pod does not have.
 */
export async function* followLog(cluster: Cluster, options: FollowLogOptions): AsyncGenerator<LogEvent> {
  const { namespace, pod, container, uid, clock = systemClock, random = Math.random } = options
  const signal = options.signal ?? new AbortController().signal
  let cursor = createLogCursor()
  /** the run whose log is being read, and the last one that was read to its end */
  let run: number | undefined
  let finished: number | undefined
  let wasRead = false
  let failures = 0
  let cleanEnds = 0
  let waitingFor: string | undefined

  while (!signal.aborted) {
    let error: ClusterError | undefined
    try {
      const now = await look()
      if (now === undefined) {
        yield { type: 'gone', wasRead }
        return
      }
      const previous = previousRun(now)
      if (previous !== undefined) {
        yield* lines({ previous: true })
        yield endOf(now.previousEnd, true)
        finish(previous)
      }
      if (now.state === 'waiting' || now.restarts <= (finished ?? -1)) {
        if (now.isFinal) {
          yield endOf(now.end, false)
          return
        }
        if (now.waitingFor !== waitingFor) yield { type: 'waiting', reason: now.waitingFor }
        waitingFor = now.waitingFor
      } else {
        waitingFor = undefined
        run = now.restarts
        yield* lines({ follow: now.state === 'running' })
        if (now.state === 'terminated') {
          yield endOf(now.end, !now.isFinal)
          finish(now.restarts)
          if (now.isFinal) return
        } else {
          cleanEnds += 1
        }
      }
    } catch (caught) {
      if (signal.aborted) return
      if (!(caught instanceof ClusterError)) throw caught
      if (caught.kind === 'cancelled') return
      if (isFinal(caught)) throw caught
      error = caught
    }
    if (signal.aborted) return
    const backoffNowMs = backoffMs(failures, backoff, 0.5 + random() / 2)
    const retryInMs = waitingFor === undefined ? backoffNowMs : Math.min(backoffNowMs, waitingCapMs)
    failures += 1
    if (error !== undefined || cleanEnds >= quietEnds) yield { type: 'dropped', error, retryInMs }
    await pause(retryInMs)
  }

  async function pause(ms: number): Promise<void> {
    const over = new AbortController()
    const end = () => over.abort()
    signal.addEventListener('abort', end, { once: true })
    const changed = options.waitForChange?.(over.signal)
    await Promise.race([clock.delay(ms, over.signal), ...(changed === undefined ? [] : [changed])])
    signal.removeEventListener('abort', end)
    over.abort()
  }

  /** The container as it is now; undefined when its pod is gone. */
  async function look(): Promise<ContainerRun | undefined> {
    try {
      const found = await cluster.get(resources.pods, pod, { namespace, signal })
      if (uid !== undefined && found.metadata.uid !== uid) return undefined
      checkContainer(found, container)
      return readContainerRun(found, container)
    } catch (caught) {
      if (caught instanceof ClusterError && caught.kind === 'notFound') return undefined
      throw caught
    }
  }

  /** The run that has ended since we looked last, or before we came; its log is the server's `previous` one. */
  function previousRun(now: ContainerRun): number | undefined {
    if (now.previousEnd === undefined) return undefined
    if (run === undefined) return finished === undefined ? now.restarts - 1 : undefined
    return now.state === 'waiting' || now.restarts > run ? run : undefined
  }

  function finish(ended: number): void {
    finished = ended
    run = undefined
    cursor = createLogCursor()
  }

  async function* lines(what: { readonly follow?: boolean; readonly previous?: boolean }): AsyncGenerator<LogEvent> {
    const reader: LogReader = { cluster, options, cursor, clock, signal }
    for await (const line of readLog(reader, what)) {
      wasRead = true
      failures = 0
      cleanEnds = 0
      yield { type: 'line', ...line }
    }
  }
}

function endOf(end: ContainerEnd | undefined, willRestart: boolean): LogEvent {
  return { type: 'ended', willRestart, exitCode: end?.exitCode, reason: end?.reason }
}

function isFinal(error: ClusterError): boolean {
  return ['unauthorized', 'forbidden', 'denied', 'invalid'].includes(error.kind)
}
