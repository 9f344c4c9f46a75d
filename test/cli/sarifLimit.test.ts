import { expect, test } from 'vitest'
import { createSieve, leftOut } from '../../server/cli/sarifLimit.ts'
import type { Problem, Severity } from '../../server/core/features/problem.ts'

function file(...groups: readonly (readonly [count: number, severity: Severity])[]) {
  const problem = (severity: Severity): Problem => {
    return { id: 'kmm/pattern', severity, message: severity, range: { start: 0, end: 0 }, path: [] }
  }
  return { problems: groups.flatMap(([count, severity]) => Array.from({ length: count }, () => problem(severity))) }
}

function heldOf(files: readonly ReturnType<typeof file>[]): readonly number[] {
  const holds = createSieve(files)
  return files.map(({ problems }) => problems.filter(holds).length)
}

test('as many results as GitHub takes are all held', () => {
  const files = [file([20_000, 'hint']), file([5_000, 'error'])]
  expect(leftOut(files)).toBeUndefined()
  expect(heldOf(files)).toEqual([20_000, 5_000])
})

test('of more the most severe are held, and of equal ones the first', () => {
  const files = [
    file([10_000, 'hint'], [3_000, 'warning']),
    file([20_000, 'error'], [10, 'information']),
    file([2_001, 'warning']),
  ]
  expect(heldOf(files)).toEqual([3_000, 20_000, 2_000])
  expect(leftOut(files)).toBe(
    'the report leaves out 1 warning, 10 information, 10000 hints: GitHub takes no file with more than 25000 results',
  )
})
