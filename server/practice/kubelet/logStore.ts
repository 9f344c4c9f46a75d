import type { ContainerLogAnswer, ContainerLogQuery, ReadContainerLog } from '../containerLogs.ts'

/** One start of a container, and what it prints. */
export interface LogRun {
  print(line: string, at?: Date): void
  /** nothing more will come */
  end(): void
}

/** The logs of all containers, by pod; they go when the pod goes. */
export interface LogStore {
  readonly read: ReadContainerLog
  start(pod: PodName, container: string): LogRun
  /** why a container that never ran does not run; `undefined` once it does */
  wait(pod: PodName, container: string, reason: string): void
  remove(pod: PodName): void
}

interface PodName {
  readonly namespace: string
  readonly name: string
}

interface Line {
  readonly atMs: number
  readonly stamp: string
  readonly text: string
}

interface Run {
  readonly lines: Line[]
  ended: boolean
  readonly listeners: Set<() => void>
}

interface ContainerLogs {
  readonly runs: Run[]
  waiting: string
  isRunning: boolean
}

export function createLogStore(now: () => Date = () => new Date()): LogStore {
  const pods = new Map<string, Map<string, ContainerLogs>>()
  let prints = 0
  const containerOf = ({ namespace, name }: PodName, container: string): ContainerLogs => {
    const key = `${namespace}/${name}`
    const containers = pods.get(key) ?? new Map<string, ContainerLogs>()
    const logs = containers.get(container) ?? { runs: [], waiting: 'ContainerCreating', isRunning: false }
    pods.set(key, containers.set(container, logs))
    return logs
  }
  return {
    read: (query, signal) => read(pods.get(`${query.namespace}/${query.pod}`)?.get(query.container), query, signal),
    start(pod, container) {
      const logs = containerOf(pod, container)
      const run: Run = { lines: [], ended: false, listeners: new Set() }
      logs.runs.push(run)
      logs.isRunning = true
      return {
        print(text, at = now()) {
          prints += 1
          run.lines.push({ atMs: at.getTime(), stamp: nanoStamp(at, prints), text })
          wake(run)
        },
        end() {
          logs.isRunning = false
          endRun(run)
        },
      }
    },
    wait(pod, container, reason) {
      containerOf(pod, container).waiting = reason
    },
    remove({ namespace, name }) {
      for (const { runs } of pods.get(`${namespace}/${name}`)?.values() ?? []) for (const run of runs) endRun(run)
      pods.delete(`${namespace}/${name}`)
    },
  }
}

function read(logs: ContainerLogs | undefined, query: ContainerLogQuery, signal: AbortSignal): ContainerLogAnswer {
  const { container, pod, previous } = query
  const runs = logs?.runs ?? []
  // A container that waits for its next start shows its last run as the current one and as the previous one.
  const run = runs.at(previous && logs?.isRunning === true ? -2 : -1)
  if (run !== undefined && !(previous && logs?.isRunning === true && runs.length < 2)) {
    return { status: 200, lines: linesOf(run, query, signal) }
  }
  const text = previous
    ? `previous terminated container "${container}" in pod "${pod}" not found`
    : `container "${container}" in pod "${pod}" is waiting to start: ${logs?.waiting ?? 'ContainerCreating'}`
  return { status: 400, text }
}

async function* linesOf(run: Run, query: ContainerLogQuery, signal: AbortSignal): AsyncGenerator<string> {
  const { sinceMs = 0, tailLines, timestamps } = query
  const show = (line: Line) => (timestamps ? `${line.stamp} ${line.text}` : line.text)
  const present = run.lines.filter((line) => line.atMs >= sinceMs)
  let next = run.lines.length
  let left = query.limitBytes ?? Number.POSITIVE_INFINITY
  const cut = (text: string) => {
    const bytes = Buffer.from(`${text}\n`)
    const shown = bytes.length > left ? bytes.subarray(0, left).toString() : text
    left -= bytes.length
    return shown
  }
  for (const line of tailLines === undefined
    ? present
    : present.slice(present.length - Math.min(tailLines, present.length))) {
    yield cut(show(line))
    if (left <= 0) return
  }
  while (query.follow && !signal.aborted) {
    for (; next < run.lines.length; next += 1) {
      const line = run.lines[next]
      if (line === undefined || line.atMs < sinceMs) continue
      yield cut(show(line))
      if (left <= 0) return
    }
    if (run.ended) return
    await changeOf(run, signal)
  }
}

function changeOf(run: Run, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      run.listeners.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    run.listeners.add(done)
    signal.addEventListener('abort', done)
  })
}

function wake(run: Run): void {
  for (const listener of [...run.listeners]) listener()
}

function endRun(run: Run): void {
  run.ended = true
  wake(run)
}

/** RFC 3339 with nanoseconds; the last digits only tell lines of one millisecond apart. */
function nanoStamp(at: Date, count: number): string {
  return `${at.toISOString().slice(0, -1)}${String(count % 1_000_000).padStart(6, '0')}Z`
}
