import { parseWorkerLine } from '../core/kmm/workerLog.ts'
import type { RunEvent } from './runModule.ts'

/** The text of one run, bounded: old lines go first, and how many went is counted. */
export interface RunLog {
  append(line: string): void
  /** the whole text kept, first line saying what was dropped if anything was */
  text(): string
  /** line (from 0) of `text` that shows what a pod printed, the last one of several; `undefined` when it is not kept */
  lineOf(printed: string): number | undefined
}

/** Enough for every ordinary run; a driver that logs without end loses its oldest lines. */
const maxLines = 20_000

/** Makes an empty log of at most `limit` lines. */
export function createRunLog(limit = maxLines): RunLog {
  let lines: string[] = []
  let dropped = 0
  const head = () => (dropped === 0 ? [] : [`— ${dropped} older lines were dropped —`])
  return {
    append(line) {
      lines.push(line)
      // Cut in bulk: removing one line at a time from the front would be slow.
      if (lines.length < limit * 1.25) return
      dropped += lines.length - limit
      lines = lines.slice(-limit)
    },
    text() {
      return [...head(), ...lines].join('\n')
    },
    lineOf(printed) {
      const shown = `] ${readable(printed)}`
      const at = lines.findLastIndex((line) => line.endsWith(shown))
      return at === -1 ? undefined : at + head().length
    },
  }
}

/** The lines that an event adds to the log of its run; `[node/container]` stands before what a pod printed. */
export function runLogLines(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'told':
      return [`— ${event.text}`]
    case 'log':
      return [`[${event.line.node}/${event.line.container}] ${readable(event.line.text)}`]
    case 'verdict':
      return verdictLines(event.fact)
    case 'fact':
      return []
  }
}

function verdictLines({
  state,
  nodes,
  failures,
  name,
}: Extract<RunEvent, { type: 'verdict' }>['fact']): readonly string[] {
  if (state === 'loaded') return [`✔ ${name} is loaded on ${nodes.length === 1 ? '1 node' : `${nodes.length} nodes`}`]
  if (state === 'stopped') return [`— Stopped following; ${name} stays applied`]
  const causes = failures.map((failure) => `  ${failure.nodes.join(', ')}: ${failure.message}. ${failure.advice}`)
  return [`✘ ${name} did not load everywhere`, ...causes]
}

/** The worker wraps what modprobe prints into its own log format: show modprobe's words and keep the rest as it is. */
function readable(line: string): string {
  const parsed = parseWorkerLine(line)
  if (parsed.command !== undefined) return `$ ${parsed.command}`
  return parsed.logger?.startsWith('kmm-worker.modprobe') ? parsed.message.trimEnd() : line
}
