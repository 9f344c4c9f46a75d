import type { Severity } from '../core/features/problem.ts'
import type { UnreadFile } from './jsonReport.ts'
import type { RootedPath } from './pathFromRoot.ts'
import type { CheckedFile } from './textReport.ts'

/** Every problem as a workflow command of GitHub Actions, which shows it beside the changed lines. */
export function githubReport(
  files: readonly (CheckedFile | UnreadFile)[],
  pathOf: (file: string) => RootedPath,
): string {
  return files.flatMap((file) => ('source' in file ? problemLines(file, pathOf) : [unreadLine(file, pathOf)])).join('')
}

function problemLines({ source, problems }: CheckedFile, pathOf: (file: string) => RootedPath): readonly string[] {
  return problems.map(({ id, severity, message, range }) => {
    const start = source.positionAt(range.start)
    const end = source.positionAt(range.end)
    return command(levels[severity], message, {
      file: pathOf(source.file).path,
      line: start.line,
      // GitHub takes columns only within one line, and the last one included.
      ...(start.line === end.line && { col: start.column, endColumn: Math.max(end.column - 1, start.column) }),
      title: id,
    })
  })
}

function unreadLine({ file, unreadable }: UnreadFile, pathOf: (file: string) => RootedPath): string {
  return command('error', `${file} ${unreadable}`, { file: pathOf(file).path })
}

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
}

/** Nothing in a file can end the command and begin another: line ends, `%`, and in properties `:` and `,` are escaped. */
function command(level: string, message: string, properties: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${level} ${list.join(',')}::${escapeData(message)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
