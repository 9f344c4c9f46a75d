import { problemDocs, problemFamilies } from '../core/features/rules/problemDocs.ts'
import type { Palette } from './palette.ts'

/** Every problem that can be explained, a line each, under what finds it. */
export function problemList(palette: Palette): string {
  const idWidth = Math.max(...problemDocs.map(({ id }) => id.length))
  const severityWidth = Math.max(...problemDocs.map(({ severity }) => severity.length))
  return problemFamilies
    .map(({ title, docs }) => {
      const lines = docs.map((doc) => {
        const severity = palette[doc.severity](doc.severity) + ' '.repeat(severityWidth - doc.severity.length)
        return `  ${doc.id.padEnd(idWidth)}  ${severity}  ${doc.title.replaceAll('`', '')}\n`
      })
      return `${palette.strong(title)}\n${lines.join('')}`
    })
    .join('\n')
}
