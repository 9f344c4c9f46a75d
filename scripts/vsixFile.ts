import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where `npm run package` puts the VSIX of this version; it need not be there yet. */
export function vsixFile(): string {
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'))
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
    throw new Error('package.json has no version')
  return resolve(`kmm-${manifest.version}.vsix`)
}
