import type { Problem, Severity } from '../core/features/problem.ts'
import { findingOf, findingText, type TextStyle } from './findingText.ts'
import type { SourceText } from './sourceText.ts'

/** What was found in one file. */
export interface CheckedFile {
  readonly source: SourceText
  /** how many KMM documents it holds */
  readonly documents: number
  readonly problems: readonly Problem[]
}

export type Counts = Readonly<Record<Severity, number>>

/** How many problems there are of each severity. */
export function countProblems(files: readonly Pick<CheckedFile, 'problems'>[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 }
  for (const { problems } of files) for (const { severity } of problems) counts[severity] += 1
  return counts
}

/** Every problem with its source line, file by file. */
export function problemsText({ source, problems }: CheckedFile, style: TextStyle): string {
  return problems.map((problem) => findingText(source, findingOf(problem), style)).join('')
}

/** The last line of a report: `2 errors, 1 warning in 1 of 3 files`. */
export function summaryText(files: readonly CheckedFile[], { palette }: TextStyle): string {
  const counts = countProblems(files)
  const where = amount(files.length, 'file')
  const parts = severities.flatMap((severity) => {
    const count = counts[severity]
    return count === 0 ? [] : [palette[severity](amountOf(count, severity))]
  })
  if (parts.length === 0) {
    const documents = files.reduce((sum, file) => sum + file.documents, 0)
    return documents === 0
      ? `No KMM documents in ${where}\n`
      : `${palette.good('No problems')} in ${amount(documents, 'KMM document')} of ${where}\n`
  }
  const affected = files.filter(({ problems }) => problems.length > 0).length
  return `${parts.join(', ')} in ${affected === files.length ? where : `${affected} of ${where}`}\n`
}

/** The most severe first. */
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint']

/** `1 error`, `3 warnings` */
export function amountOf(count: number, severity: Severity): string {
  return severity === 'information' ? `${count} information` : amount(count, severity)
}

/** `1 file`, `3 files` */
function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
