/** How many tests there were of each result. */
export interface TestCounts {
  passed: number
  failed: number
  skipped: number
}

/** The counts in a line `N passed, N failed` or `N passed, N failed, N skipped`; undefined for any other line. */
export function parseCounts(line: string): TestCounts | undefined {
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line.trim())
  if (!match) return undefined
  return { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) }
}

/** The line that `parseCounts` reads. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** The sum of all counts. */
export function addCounts(all: TestCounts[]): TestCounts {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}
