import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(process.env.KMM_SHARED ?? join(import.meta.dirname, '../../../shared'))

/** Ground truth recorded from real servers. It is not part of the repository: tests that use it do without when it is absent. */
export const shared = {
  present: existsSync(join(folder, 'kmm')),
  folder,
  text: (path: string): string => readFileSync(join(folder, path), 'utf8'),
  files: (path: string): readonly string[] => readdirSync(join(folder, path)).sort(),
}

if (!shared.present) console.log('skipped: no ../shared')
