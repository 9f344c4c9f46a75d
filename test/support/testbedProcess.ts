import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'

/** One running part of the test bed. */
export interface TestbedProcess {
  readonly pid: number
  /** Settled once the process has ended, with the last lines it wrote. */
  readonly ended: Promise<string>
  /** Ends it by SIGKILL: asked politely, an API server waits up to a minute for its open watches. */
  kill(): Promise<void>
}

/**
 * Starts a call of the test bed's binary with its output in `logFile`. Its standard input is a pipe that only this
 * process holds: the program ends when the pipe does, so it cannot outlive this process, however that ends.
 */
export async function startTestbedProcess(
  binary: string,
  args: readonly string[],
  logFile: string,
): Promise<TestbedProcess> {
  const log = openSync(logFile, 'a')
  let child: ChildProcess
  try {
    child = spawn(binary, args, { stdio: ['pipe', log, log] })
  } finally {
    closeSync(log)
  }
  const exited = once(child, 'exit')
  await once(child, 'spawn')
  const ended = exited.then(() => readLastLines(logFile))
  return {
    pid: child.pid ?? 0,
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A loopback port that was free a moment ago. Somebody else may take it: callers try again with another. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return address.port
}

const TAIL_BYTES = 4000

async function readLastLines(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - TAIL_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
