import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** A parent and its child, which both stay, deaf to polite requests; the child has the parent's output and speaks. */
const family = `
  process.on('SIGTERM', () => {})
  const childs = 'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)'
  require('node:child_process').spawn(process.execPath, ['-e', childs], { stdio: 'inherit' })
  setInterval(() => {}, 1000)
`

test.runIf(process.platform !== 'win32')('ends all that it started with its starter', { timeout: 15_000 }, async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'kmm-supervisor-'))
  const supervisor = join(import.meta.dirname, '../support/workbenchSupervisor.ts')
  const args = [supervisor, scratch, process.execPath, '-e', family]
  const started = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true })
  expect(String((await once(started.stdout, 'data'))[0])).toBe('ready\n')

  started.stdin.end()
  // The output closes when the last process that holds it has gone.
  await once(started, 'close')
  expect(existsSync(scratch)).toBe(false)
})
