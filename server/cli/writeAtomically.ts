import { randomUUID } from 'node:crypto'
import { access, constants, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Replaces a file's text (UTF-8) in one step, so that whoever reads it, or a power cut, finds the old text or the new
 * one and nothing between. Its permissions stay, and a link stays a link. Returns a sentence, and leaves everything as
 * it was, when the file may not be written or no longer holds `before`.
 */
export async function writeAtomically(path: string, before: string, text: string): Promise<string | undefined> {
  let temporary: string | undefined
  try {
    const file = await realpath(path)
    await access(file, constants.W_OK)
    const { mode } = await stat(file)
    const name = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`)
    const handle = await open(name, 'wx', mode & 0o777)
    temporary = name
    try {
      await handle.chmod(mode & 0o777)
      await handle.writeFile(text, 'utf8')
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (!(await readFile(file)).equals(Buffer.from(before, 'utf8'))) {
      return 'changed while it was checked, so it was left alone; try again'
    }
    await rename(name, file)
    temporary = undefined
    return undefined
  } catch (error) {
    return `could not be written: ${reasonOf(error)}`
  } finally {
    if (temporary !== undefined) await rm(temporary, { force: true })
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'check its permissions, and those of its folder'
  return error instanceof Error ? error.message : String(error)
}
