import { findTestbedBinary } from './testbedBinary.ts'
import { findKmmCrds } from './testbedCrds.ts'

/** What an integration test starts from. With `skipped` set, the paths that could not be found are empty. */
export interface TestbedParts {
  readonly binary: string
  readonly crdFolder: string
  /** Why the tests that need a test bed cannot run here. */
  readonly skipped: string | undefined
}

/**
 * Finds, or builds, what a test bed with KMM's CRDs needs. Await it at the top of a test file, where no test or hook
 * deadline runs during the build, and give `skipped` to `describe.skipIf`; the reason is printed here.
 */
export async function findTestbedParts(): Promise<TestbedParts> {
  const crds = await findKmmCrds()
  const binary = crds.path === undefined ? undefined : await findTestbedBinary()
  const skipped = crds.skipped ?? binary?.skipped
  if (skipped !== undefined) console.log(skipped)
  return { binary: binary?.path ?? '', crdFolder: crds.path ?? '', skipped }
}
