import { type Dirent, promises as fs } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { NeighbourFile } from '../core/features/surroundings.ts'
import { parseYaml } from '../core/yaml/parseYaml.ts'

/** YAML files of the workspace's folders that hold a Module, or what Modules name. */
export interface WorkspaceFiles {
  /** the same array until something changed */
  readonly files: readonly NeighbourFile[]
  /** Reads all folders, and says so when something was found. */
  read(): Promise<void>
  /** Looks again at files that a client says have changed. */
  changed(uris: readonly string[]): Promise<void>
}

const maxFiles = 500
const maxBytes = 1_000_000
/** A folder such as a home holds more than anybody wants looked at. */
const maxEntries = 20_000
const skipped = new Set(['node_modules', 'vendor', 'dist', 'target'])

/** Nothing is read before `read`; what cannot be read is left out without a word. `folders` are URIs. */
export function createWorkspaceFiles(folders: readonly string[], onChange: () => void): WorkspaceFiles {
  const known = new Map<string, NeighbourFile>()
  let files: readonly NeighbourFile[] = []
  const publish = () => {
    files = [...known.values()]
    onChange()
  }
  const take = async (path: string): Promise<boolean> => {
    const uri = pathToFileURL(path).href
    const text = await readYaml(path)
    if (known.get(uri)?.file.text === text) return false
    if (text !== undefined && known.size < maxFiles) known.set(uri, { uri, file: parseYaml(text) })
    else known.delete(uri)
    return true
  }
  return {
    get files() {
      return files
    },
    async read() {
      for (const folder of folders.flatMap(pathOf)) {
        for await (const path of yamlPaths(folder)) {
          if (known.size >= maxFiles) break
          await take(path)
        }
      }
      if (known.size > 0) publish()
    },
    async changed(uris) {
      const taken: boolean[] = []
      for (const path of uris.flatMap(pathOf)) if (isYaml(path)) taken.push(await take(path))
      if (taken.includes(true)) publish()
    },
  }
}

/** Text of a file that is small enough and names one of the kinds; `undefined` for others and those that are gone. */
async function readYaml(path: string): Promise<string | undefined> {
  try {
    const { size } = await fs.stat(path)
    if (size > maxBytes) return undefined
    const text = await fs.readFile(path, 'utf8')
    return /^\s*["']?kind["']?:\s*["']?(Module|ManagedClusterModule|ConfigMap|Secret|Namespace|ServiceAccount)\b/m.test(
      text,
    )
      ? text
      : undefined
  } catch {
    return undefined
  }
}

async function* yamlPaths(folder: string): AsyncIterable<string> {
  const folders = [folder]
  let entries = 0
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    for (const entry of await entriesOf(next)) {
      entries += 1
      if (entries > maxEntries) return
      const path = join(next, entry.name)
      if (entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name)) folders.push(path)
      else if (entry.isFile() && isYaml(path)) yield path
    }
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const found = await fs.readdir(folder, { withFileTypes: true })
    return found.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

function isYaml(path: string): boolean {
  return ['.yaml', '.yml'].includes(extname(path).toLowerCase())
}

/** Folders that are not on this disk are not looked at. */
function pathOf(uri: string): readonly string[] {
  try {
    return [fileURLToPath(uri)]
  } catch {
    return []
  }
}
