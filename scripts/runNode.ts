import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { parseCounts, type TestCounts } from './testCounts.ts'

/** How a program ended, and the last counts it printed. */
export interface NodeRun {
  exitCode: number
  counts: TestCounts | undefined
}

/**
 * Runs a script with this Node, prints what it prints, and settles when it has ended; lines of counts are kept back for
 * the caller to sum. A signal that would end this process ends the script first.
 */
export async function runNode(script: string, ...args: string[]): Promise<NodeRun> {
  const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...color },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, forward)
  const closed = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
  let counts: TestCounts | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const read = parseCounts(line)
    if (read) counts = read
    else console.log(line)
  }
  const exitCode = await closed
  for (const signal of signals) process.off(signal, forward)
  if (child.signalCode || exitCode >= 128) process.exit(exitCode)
  return { exitCode, counts }
}
