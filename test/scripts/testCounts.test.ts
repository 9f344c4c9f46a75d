import { describe, expect, test } from 'vitest'
import { addCounts, formatCounts, parseCounts } from '../../scripts/testCounts.ts'

describe('counts of tests', () => {
  test.each(['3 passed, 0 failed', '0 passed, 12 failed, 1 skipped'])('reads what it writes: %s', (line) => {
    const counts = parseCounts(line)
    expect(counts && formatCounts(counts)).toBe(line)
  })

  test.each(['', '3 passed', 'suite: 3 passed, 0 failed', '3 passed, 0 failed in 2 s'])(
    'is not fooled by %j',
    (line) => {
      expect(parseCounts(line)).toBeUndefined()
    },
  )

  test('sums', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(addCounts([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 })
    expect(addCounts([])).toEqual({ passed: 0, failed: 0, skipped: 0 })
  })
})
