import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

/**
 * A program: `workbenchSupervisor SCRATCH COMMAND ARGUMENT…` runs the command, and when standard input closes, that is
 * when whoever started it has gone however they went, ends the command with everything it started and removes the
 * scratch folder. To be started as leader of a process group.
 */
const graceMs = 3000
const [scratch = '', command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
let ending = false

child.on('error', (error) => {
  console.error(`${command}: ${error.message}`)
  killGroup()
})
child.on('exit', (code, signal) => {
  console.error(`${command} ended (${signal ?? code})`)
  killGroup()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endGroup)
process.stdin.on('end', endGroup).on('error', endGroup).resume()

function endGroup(): void {
  if (ending) return
  ending = true
  process.kill(-process.pid, 'SIGTERM')
  setTimeout(killGroup, graceMs).unref()
}

function killGroup(): void {
  try {
    if (ending) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  } finally {
    process.kill(-process.pid, 'SIGKILL')
  }
}
