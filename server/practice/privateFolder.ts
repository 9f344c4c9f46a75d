import { lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface FolderEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly tmpdir: string
  /** absent on Windows, where a user's temporary folder is his own */
  readonly uid: number | undefined
}

/** Where the one practice cluster of a user keeps its kubeconfig: his run-time folder, else a folder of his in the temporary one. */
export function defaultFolder({ env, tmpdir, uid }: FolderEnvironment): string {
  const runtime = env.XDG_RUNTIME_DIR
  if (runtime) return join(runtime, 'kmm-practice')
  return join(tmpdir, uid === undefined ? 'kmm-practice' : `kmm-practice-${uid}`)
}

/**
 * Makes a folder that only its owner can enter, or makes sure of one that is there. Throws when somebody else owns it
 * or can look into it: the kubeconfig holds a token.
 */
export async function makePrivateFolder(folder: string, uid: number | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  if (!found.isDirectory()) throw new Error(`${folder} is no folder; remove it, or choose another one`)
  if (uid === undefined) return
  if (found.uid !== uid) throw new Error(`${folder} belongs to another user; choose another folder`)
  if ((found.mode & 0o077) !== 0) {
    throw new Error(`other users can enter ${folder}; run \`chmod 700 ${folder}\`, or choose another folder`)
  }
}
