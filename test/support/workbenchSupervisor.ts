import { spawn } from 'node:child_process'

/**
 * A program: runs the command in its arguments and ends it with everything it started when standard input closes,
 * that is when whoever started this program has gone, however they went. To be started as leader of a process group.
 */
const graceMs = 3000
const [command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })

child.on('error', (error) => {
  console.error(`${command}: ${error.message}`)
  endGroup()
})
child.on('exit', (code, signal) => {
  console.error(`${command} ended (${signal ?? code})`)
  endGroup()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endGently)
process.stdin.on('end', endGently).on('error', endGently).resume()

let ending = false

function endGently(): void {
  if (ending) return
  ending = true
  process.kill(-process.pid, 'SIGTERM')
  setTimeout(endGroup, graceMs).unref()
}

function endGroup(): void {
  process.kill(-process.pid, 'SIGKILL')
}
