import type { Target } from '../core/kmm/clusterFacts.ts'
import { compileGoRegexp } from '../core/kmm/goRegexp.ts'

/** Whether a target looks like one where nothing may happen by accident; patterns ignore case, and one that is no regexp protects nothing. */
export function isProtected(target: Target, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const compiled = compileGoRegexp(`(?i)${pattern}`)
    return compiled.ok && (compiled.matches(target.context) || compiled.matches(target.server))
  })
}
