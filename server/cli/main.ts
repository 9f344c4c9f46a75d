import { homedir } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { WriteStream } from 'node:tty'
import type { Output } from './io.ts'
import { unsupportedNode } from './nodeVersion.ts'

const complaint = unsupportedNode(process.version)
if (complaint === undefined) void start()
else {
  process.stderr.write(`${complaint}\n`)
  process.exitCode = 2
}

/** Ties the process to a command: its streams, Ctrl-C, and the exit code once everything is written. */
async function start(): Promise<void> {
  // Loaded late, so that an old Node gets to say what is wrong with it.
  const { runCli } = await import('./runCli.ts')
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // Whoever asks twice does not want to wait for an orderly end.
      if (stop.signal.aborted) process.exit(130)
      stop.abort()
    })
  }
  let lost: string | undefined
  const code = await runCli(
    {
      stdout: outputOf(process.stdout, (error) => {
        // A reader that has seen enough, as `head`, is no failure; a full disk is.
        if (!('code' in error) || error.code !== 'EPIPE') lost = error.message
        stop.abort()
      }),
      stderr: outputOf(process.stderr, () => {}),
      stdin: process.stdin,
      interactive: process.stdin.isTTY && process.stderr.isTTY,
      env: process.env,
      home: homedir(),
      cwd: process.cwd(),
      signal: stop.signal,
    },
    process.argv.slice(2),
  )
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  // A write to a file fails at once and is told of a little later.
  await setImmediate()
  if (lost !== undefined) process.stderr.write(`kmm: stdout could not be written: ${lost}\n`)
  process.exit(lost === undefined ? code : 2)
}

function outputOf(stream: WriteStream, onGone: (error: Error) => void): Output {
  let gone = false
  stream.on('error', (error) => {
    gone = true
    onGone(error)
  })
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      // A terminal that does not know its size says 0.
      return stream.isTTY && stream.columns > 0 ? stream.columns : undefined
    },
    write(text) {
      if (!gone) stream.write(text)
    },
  }
}

/** Resolves when everything written so far has left the process, or cannot any more. */
function flushed(stream: WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return Promise.resolve()
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
