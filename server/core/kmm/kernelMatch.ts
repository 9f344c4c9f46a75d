import { compileGoRegexp } from './goRegexp.ts'

/** The two fields of a kernel mapping that choose it. An empty string counts as absent, as in KMM. */
export interface Matcher {
  readonly literal?: string | undefined
  readonly regexp?: string | undefined
}

/**
 * The kernel string that KMM works with: the node's own less one trailing `+`
 * (`strings.TrimSuffix(kernelVersion, "+")`, internal/controllers, all releases).
 */
export function trimKernel(kernel: string): string {
  return kernel.endsWith('+') ? kernel.slice(0, -1) : kernel
}

/** Whether a mapping takes this (trimmed) kernel: literal equality, or Go's unanchored search; an invalid regexp takes none. */
export function matcherTakes(matcher: Matcher, trimmedKernel: string): boolean {
  if (matcher.literal !== undefined && matcher.literal !== '' && matcher.literal === trimmedKernel) return true
  if (matcher.regexp === undefined || matcher.regexp === '') return false
  const compiled = compileGoRegexp(matcher.regexp)
  return compiled.ok && compiled.matches(trimmedKernel)
}

/**
 * Index of the mapping that serves a node's kernel: the first in list order that matches the kernel less one trailing
 * `+`; `undefined` when none does (`kernelMapper.findKernelMapping`, internal/module/kernelmapper.go, 1.0 to main).
 */
export function firstMatch(matchers: readonly Matcher[], nodeKernel: string): number | undefined {
  const kernel = trimKernel(nodeKernel)
  const index = matchers.findIndex((matcher) => matcherTakes(matcher, kernel))
  return index === -1 ? undefined : index
}

/** Parts of a kernel as KMM splits it: at `.`, `,` and `-`; fewer than three make the reconcile of that node fail. */
export function kernelParts(kernel: string): readonly string[] {
  return kernel.split(/[.,-]/)
}
