import type { Readable } from 'node:stream'
import type { Environment } from '../cluster/kubeconfig.ts'

/** One of the two ways out. Writing to one whose reader is gone does nothing. */
export interface Output {
  readonly isTTY: boolean
  /** width of the terminal; lines are cut to it. `undefined` when it is none */
  readonly columns: number | undefined
  write(text: string): void
}

/** Everything of the process that a command may touch. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: Readable
  /** a person sits at stdin and sees stderr: questions can be asked */
  readonly interactive: boolean
  readonly env: Environment
  /** the user's home folder */
  readonly home: string
  readonly cwd: string
  /** aborts on Ctrl-C, on a request to end, and when nobody reads stdout any more */
  readonly signal: AbortSignal
}

/** What a command came to, as the shell sees it. */
export type ExitCode = 0 | 1 | 2 | 130

export const exitCodes = {
  /** checked without errors; loaded */
  good: 0,
  /** errors in the document; refused, or failed to load */
  bad: 1,
  /** the command could not be done: wrong usage, unreadable file, no cluster */
  couldNot: 2,
  /** ended by Ctrl-C, as shells number it */
  stopped: 130,
} as const satisfies Record<string, ExitCode>

/** Says a sentence on stderr and gives the code back. */
export function sayAndExit(io: Io, code: ExitCode, sentence: string): ExitCode {
  io.stderr.write(`kmm: ${sentence}\n`)
  return code
}
