/** One line of a KMM worker's log (klog's text format). Plain lines, such as an init container's, have only a message. */
export interface WorkerLine {
  readonly level: 'info' | 'warning' | 'error'
  readonly message: string
  /** `kmm-worker`, `kmm-worker.modprobe.stdout`, `kmm-worker.modprobe.stderr` */
  readonly logger?: string
  /** text of `err="…"` */
  readonly error?: string
  /** the command line of a `Running modprobe` line */
  readonly command?: string
}

const levels = { I: 'info', W: 'warning', E: 'error', F: 'error' } as const

/** Reads one line. Never fails: what is not klog's format is the message of an info line. */
export function parseWorkerLine(line: string): WorkerLine {
  const header = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ [^\]]+\] /.exec(line)
  if (header === null) return { level: 'info', message: line }
  const rest = line.slice(header[0].length)
  const message = quotedAt(rest, 0)
  if (message === undefined) return { level: 'info', message: line }
  const fields = keyValues(rest.slice(message.end))
  const { logger, err: error, command } = fields
  return {
    level: levels[header[1] as keyof typeof levels],
    message: message.text,
    ...(logger === undefined ? {} : { logger }),
    ...(error === undefined ? {} : { error }),
    ...(command === undefined ? {} : { command }),
  }
}

function keyValues(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const match of text.matchAll(/ ([\w ]+?)=(?=")/g)) {
    const value = quotedAt(text, match.index + match[0].length)
    if (value !== undefined && match[1] !== undefined) fields[match[1]] = value.text
  }
  return fields
}

/** A Go-quoted string at an offset, unescaped. */
function quotedAt(text: string, start: number): { text: string; end: number } | undefined {
  const match = /^"((?:[^"\\]|\\.)*)"/.exec(text.slice(start))
  if (match === null) return undefined
  const inner = (match[1] ?? '').replace(/\\(.)/g, (_, char: string) =>
    char === 'n' ? '\n' : char === 't' ? '\t' : char,
  )
  return { text: inner, end: start + match[0].length }
}
