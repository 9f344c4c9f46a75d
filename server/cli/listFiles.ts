import { execFile } from 'node:child_process'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Io } from './io.ts'

/** A file to read, as the user would name it. */
export interface ListedFile {
  readonly path: string
  /** the user named it, rather than a folder around it */
  readonly named: boolean
}

/**
 * The files that are meant: those named, and the `*.yaml` and `*.yml` below the folders named, sorted, each once though
 * links give it several names. In a git work tree, files that git ignores are left out, unless the folder itself is
 * ignored; elsewhere `node_modules` and `.git` are. What does not exist is listed as it was named. Throws only when the
 * signal stops it.
 */
export async function listFiles(io: Io, paths: readonly string[]): Promise<readonly ListedFile[]> {
  const listed = new Map<string, ListedFile>()
  for (const path of paths) {
    const folder = path !== '-' && (await isFolder(resolve(io.cwd, path)))
    const files = folder ? await filesBelow(io, path) : [path]
    for (const file of files) {
      const key = file === '-' ? file : await realFile(resolve(io.cwd, file))
      if (!listed.has(key)) listed.set(key, { path: file, named: !folder })
    }
  }
  return [...listed.values()]
}

async function filesBelow(io: Io, folder: string): Promise<readonly string[]> {
  const names = (await filesOfGit(io, resolve(io.cwd, folder))) ?? (await walk(io, resolve(io.cwd, folder), ''))
  return [...names].sort((a, b) => (a < b ? -1 : 1)).map((name) => join(folder, name))
}

/**
 * Tracked files and new ones that are not ignored, in submodules and repositories within as well; `undefined` without
 * git, outside a work tree and in an ignored folder.
 */
async function filesOfGit(io: Io, folder: string): Promise<readonly string[] | undefined> {
  const ignored = await git(io, folder, ['check-ignore', '-q', '.'])
  // 0: the folder is ignored; 1: it is not; anything else: no work tree.
  if (ignored.code !== 1) return undefined
  const tracked = await git(io, folder, ['ls-files', '-z', '--cached', '--stage'])
  const others = await git(io, folder, ['ls-files', '-z', '--others', '--exclude-standard'])
  if (tracked.code !== 0 || others.code !== 0) return undefined
  const names = new Set([...tracked.stdout.split('\0').map(treeEntry), ...others.stdout.split('\0')])
  const kept: string[] = []
  for (const name of names) {
    if (name.endsWith('/')) kept.push(...(await filesOfRepository(io, folder, name)))
    // A file that is deleted and not yet committed is still tracked.
    else if (isYaml(name) && (await isFile(join(folder, name)))) kept.push(name)
  }
  return kept
}

/** The name of an entry of the index, with a slash for a submodule: `<mode> <hash> <stage>\t<name>`. */
function treeEntry(entry: string): string {
  const name = entry.slice(entry.indexOf('\t') + 1)
  return entry.startsWith('160000 ') ? `${name}/` : name
}

/** A submodule that is not checked out is an empty folder of the outer work tree, and holds nothing. */
async function filesOfRepository(io: Io, folder: string, name: string): Promise<readonly string[]> {
  const root = join(folder, name)
  if ((await stat(join(root, '.git')).catch(() => undefined)) === undefined) return []
  return ((await filesOfGit(io, root)) ?? []).map((file) => `${name}${file}`)
}

function git(io: Io, cwd: string, argv: readonly string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((done, fail) => {
    // Within a hook of git, these lead to the repository of the hook, whatever the folder.
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = io.env
    const options = { cwd, env, maxBuffer: 256 * 1024 * 1024, signal: io.signal }
    // A repository may name a program to run as its file monitor, and nobody asked for that.
    execFile('git', ['-c', 'core.fsmonitor=false', ...argv], options, (error, stdout) => {
      if (io.signal.aborted) fail(error ?? new Error('stopped'))
      else done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout })
    })
  })
}

/** Links to folders are not followed: they may lead round in circles. */
async function walk(io: Io, root: string, below: string): Promise<readonly string[]> {
  io.signal.throwIfAborted()
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== '.git') found.push(...(await walk(io, root, name)))
    } else if (isYaml(entry.name) && (entry.isFile() || (await isFile(join(root, name))))) found.push(name)
  }
  return found
}

/** The file that a name leads to, through links; the name itself where it leads nowhere. */
async function realFile(path: string): Promise<string> {
  return await realpath(path).catch(() => path)
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name)
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
