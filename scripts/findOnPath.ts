import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first file with one of these names in PATH's folders; names are tried in order. */
export function findOnPath(...programs: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find((file) => existsSync(file))
}
