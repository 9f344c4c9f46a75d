import type { Problem } from '../core/features/problem.ts'
import { amountOf, type CheckedFile, type Counts, countProblems, severities } from './textReport.ts'

/** How many results GitHub's code scanning takes in one run; it refuses a file with more of them, and shows 5,000. */
const maxResults = 25_000

/**
 * Says of problem after problem, in the order of the files, whether it has a place in a report that GitHub takes: the
 * most severe ones have, and of equal ones the first.
 */
export function createSieve(files: readonly Pick<CheckedFile, 'problems'>[]): (problem: Problem) => boolean {
  const places = { ...placesOf(countProblems(files)) }
  return ({ severity }) => {
    places[severity] -= 1
    return places[severity] >= 0
  }
}

/** What does not go into such a report, as a sentence; `undefined` when all does. */
export function leftOut(files: readonly Pick<CheckedFile, 'problems'>[]): string | undefined {
  const counts = countProblems(files)
  const places = placesOf(counts)
  const parts = severities.flatMap((severity) => {
    const count = counts[severity] - places[severity]
    return count === 0 ? [] : [amountOf(count, severity)]
  })
  if (parts.length === 0) return undefined
  return `the report leaves out ${parts.join(', ')}: GitHub takes no file with more than ${maxResults} results`
}

function placesOf(counts: Counts): Counts {
  const places = { ...counts }
  let free = maxResults
  for (const severity of severities) {
    places[severity] = Math.min(counts[severity], free)
    free -= places[severity]
  }
  return places
}
