/** The part of a Module that decides ordered upgrade; `undefined` stands for a Module without `moduleLoader`. */
export interface LoaderVersion {
  /** `spec.moduleLoader.container.version`, absent and empty alike */
  readonly version?: string | undefined
}

/**
 * Whether an update would make a version come or go, which KMM refuses: nodes would lose their module or never get the
 * new one (`ModuleValidator.ValidateUpdate`, internal/webhook/module.go, 2.0 to main). Only when both sides load one.
 */
export function gainsOrLosesVersion(before: LoaderVersion | undefined, after: LoaderVersion | undefined): boolean {
  if (before === undefined || after === undefined) return false
  return (before.version ?? '') === '' ? (after.version ?? '') !== '' : (after.version ?? '') === ''
}
