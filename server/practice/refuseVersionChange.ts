import { gainsOrLosesVersion, type LoaderVersion } from '../core/kmm/versionChange.ts'
import { textAt, valueAt } from './json.ts'

/** What KMM's webhook has against an update of one Module to another, as a sentence; it asks this before all else. */
export function versionChangeRefusal(before: unknown, after: unknown): string | undefined {
  if (!gainsOrLosesVersion(loaderVersion(before), loaderVersion(after))) return undefined
  return 'a Module cannot be updated to or from an empty version; delete it and create it again'
}

function loaderVersion(module: unknown): LoaderVersion | undefined {
  if (valueAt(module, 'spec', 'moduleLoader') === undefined) return undefined
  return { version: textAt(module, 'spec', 'moduleLoader', 'container', 'version') }
}
