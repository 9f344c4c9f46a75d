import { Readable } from 'node:stream'
import type { ExitCode, Io, Output } from '../../server/cli/io.ts'
import { runCli } from '../../server/cli/runCli.ts'
import type { Environment } from '../../server/cluster/kubeconfig.ts'

export interface TestIoOptions {
  readonly stdin?: string
  readonly env?: Environment
  readonly cwd?: string
  /** stdin, stdout and stderr are terminals */
  readonly terminal?: boolean
  readonly signal?: AbortSignal
  /** called with whatever is written to stdout, as it is written */
  readonly onStdout?: (text: string) => void
}

export interface Captured {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
}

/** An Io that keeps what is written. */
export function testIo(options: TestIoOptions = {}): { readonly io: Io; written(): Omit<Captured, 'code'> } {
  const { stdin = '', env = {}, terminal = false, onStdout = () => {} } = options
  const text = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr'): Output => ({
    isTTY: terminal,
    columns: terminal ? 80 : undefined,
    write(piece) {
      text[name] += piece
      if (name === 'stdout') onStdout(piece)
    },
  })
  const cwd = options.cwd ?? import.meta.dirname
  const signal = options.signal ?? new AbortController().signal
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    interactive: terminal,
    env,
    home: cwd,
    cwd,
    signal,
  }
  return { io, written: () => ({ ...text }) }
}

/** Runs a command line in this process. */
export async function kmm(argv: readonly string[], options: TestIoOptions = {}): Promise<Captured> {
  const { io, written } = testIo(options)
  const code = await runCli(io, argv)
  return { code, ...written() }
}
