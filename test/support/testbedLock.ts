import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MS = 200
let claims = 0

/**
 * Runs `work` while no other caller, in this process or another of this machine, runs work under the same lock file.
 * The file holds its owner's process id, so that the lock of a process that died is taken over. Two who take over in
 * the same instant may, rarely, both go on: `work` must be safe to run twice, the lock only saves the second run.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const claim = `${path}.${process.pid}.${++claims}`
  await writeFile(claim, String(process.pid))
  try {
    while (!(await acquire(claim, path))) {
      await removeIfOwnerDied(path, `${claim}.dead`)
      await delay(RETRY_MS)
    }
    try {
      return await work()
    } finally {
      await rm(path, { force: true })
    }
  } finally {
    await rm(claim, { force: true })
  }
}

/** A link appears with its content or not at all, so no waiter reads an owner that is not yet written. */
async function acquire(claim: string, path: string): Promise<boolean> {
  try {
    await link(claim, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

async function removeIfOwnerDied(path: string, grave: string): Promise<void> {
  const owner = await readFile(path, 'utf8').catch(() => undefined)
  if (owner === undefined || isAlive(Number(owner))) return
  // Only one of several waiters wins the rename; the others find nothing to move.
  await rename(path, grave).catch(() => undefined)
  await rm(grave, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
