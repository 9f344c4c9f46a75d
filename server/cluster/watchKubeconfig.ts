import { type FSWatcher, watch } from 'node:fs'
import { access, realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type Clock, systemClock } from './clock.ts'

export interface KubeconfigWatch {
  readonly files: readonly string[]
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/** Editors and kubectl write in several steps. */
const settleMs = 200

/**
 * Yields once as soon as the files are watched, and again whenever one of them has changed, appeared or gone and the
 * changes have settled: read the kubeconfig each time. The folders are watched, for files are replaced by renaming;
 * where a file is a link, its target's folder too; where a folder is missing, the one above it. Ends when the signal
 * aborts.
 */
export async function* watchKubeconfig({ files, signal, clock = systemClock }: KubeconfigWatch): AsyncGenerator<void> {
  let wake = () => {}
  let changed = false
  const note = () => {
    changed = true
    wake()
  }
  let watchers: FSWatcher[] = []
  signal.addEventListener('abort', note, { once: true })
  try {
    while (!signal.aborted) {
      const folders = await namesByFolder(files)
      for (const watcher of watchers) watcher.close()
      watchers = watchFolders(folders, note)
      yield
      // A change that came while the reader was at work counts.
      await new Promise<void>((resolve) => {
        wake = resolve
        if (changed) resolve()
      })
      while (changed && !signal.aborted) {
        changed = false
        await clock.delay(settleMs, signal)
      }
    }
  } finally {
    signal.removeEventListener('abort', note)
    for (const watcher of watchers) watcher.close()
  }
}

async function namesByFolder(files: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const targets = await Promise.all(files.map((file) => realpath(file).catch(() => file)))
  const folders = new Map<string, Set<string>>()
  for (const file of [...files, ...targets]) {
    const folder = dirname(file)
    const isThere = await access(folder).then(
      () => true,
      () => false,
    )
    const [watched, name] = isThere ? [folder, basename(file)] : [dirname(folder), basename(folder)]
    folders.set(watched, (folders.get(watched) ?? new Set()).add(name))
  }
  return folders
}

function watchFolders(folders: ReadonlyMap<string, ReadonlySet<string>>, note: () => void): FSWatcher[] {
  return [...folders].flatMap(([folder, names]) => {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.has(name)) note()
      })
      watcher.on('error', () => watcher.close())
      return [watcher]
    } catch {
      return []
    }
  })
}
