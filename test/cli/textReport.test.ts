import { expect, test } from 'vitest'
import { choosePalette } from '../../server/cli/palette.ts'
import { sourceText } from '../../server/cli/sourceText.ts'
import { countProblems, summaryText } from '../../server/cli/textReport.ts'
import type { Severity } from '../../server/core/features/problem.ts'

const palette = choosePalette({ isTTY: false, columns: undefined, write() {} }, {})

function checked(documents: number, ...severities: Severity[]) {
  const problems = severities.map(
    (severity) => ({ id: 'kmm/x', severity, message: '', range: { start: 0, end: 0 }, path: [] }) as const,
  )
  return { source: sourceText('m.yaml', ''), documents, problems }
}

test.each([
  [[checked(1)], 'No problems in 1 KMM document of 1 file'],
  [[checked(2), checked(0)], 'No problems in 2 KMM documents of 2 files'],
  [[checked(0)], 'No KMM documents in 1 file'],
  [[checked(1, 'error', 'hint'), checked(1)], '1 error, 1 hint in 1 of 2 files'],
  [[checked(1, 'error', 'error'), checked(1, 'warning')], '2 errors, 1 warning in 2 files'],
  [[checked(1, 'information')], '1 information in 1 file'],
])('summary %#', (files, summary) => {
  expect(summaryText(files, { palette, columns: undefined })).toBe(`${summary}\n`)
})

test('every severity is counted', () => {
  expect(countProblems([checked(1, 'error', 'hint'), checked(1, 'error')])).toEqual({
    error: 2,
    warning: 0,
    information: 0,
    hint: 1,
  })
})
