import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../cluster/kubeconfig.ts'

/** Where a user's practice clusters are noted down: his run-time folder, else a folder of his in the temporary one. */
export function practiceFolder(env: Environment): string {
  if (env.XDG_RUNTIME_DIR) return join(env.XDG_RUNTIME_DIR, 'kmm-practice')
  const { uid } = userInfo()
  return join(tmpdir(), uid === -1 ? 'kmm-practice' : `kmm-practice-${uid}`)
}

/**
 * Makes a folder that only its owner can enter, or makes sure of one that is there. Throws when somebody else owns it
 * or can look into it: a kubeconfig with a token goes there. On Windows a user's temporary folder is his own.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid } = userInfo()
  if (uid === -1) return
  const found = await lstat(folder)
  if (!found.isDirectory()) throw new Error(`${folder} is no folder; remove it, or choose another one`)
  if (found.uid !== uid) throw new Error(`${folder} belongs to another user; choose another folder`)
  if ((found.mode & 0o077) !== 0) {
    throw new Error(`other users can enter ${folder}; run \`chmod 700 ${folder}\`, or choose another folder`)
  }
}
