import { checkFiles, type FixedFile } from './checkFiles.ts'
import { type CheckFormat, parseCheckOptions } from './checkOptions.ts'
import { githubReport } from './githubReport.ts'
import { type ExitCode, exitCodes, type Io, type Output, sayAndExit } from './io.ts'
import { jsonReport, type UnreadFile } from './jsonReport.ts'
import { choosePalette } from './palette.ts'
import type { Arguments } from './parseArguments.ts'
import { pathFromRoot } from './pathFromRoot.ts'
import { printable } from './printable.ts'
import { leftOut } from './sarifLimit.ts'
import { sarifReport } from './sarifReport.ts'
import { type CheckedFile, countProblems, problemsText, summaryText } from './textReport.ts'

/** `kmm check`: reports the problems of every file and says by its code whether there are errors. */
export async function runCheck(io: Io, given: Arguments, version: string): Promise<ExitCode> {
  const options = parseCheckOptions(given)
  if ('sentence' in options) return sayAndExit(io, exitCodes.couldNot, options.sentence)
  const { files, fixed } = await checkFiles(io, options)
  const checked = files.filter((file) => 'source' in file)
  const unread = files.filter((file) => 'unreadable' in file)

  for (const { file, unreadable } of unread) io.stderr.write(`kmm: ${file}: ${unreadable}\n`)
  const [only] = checked
  if (options.paths.length === 1 && files.length === 1 && only?.documents === 0) {
    io.stderr.write(`kmm: ${only.source.file}: holds no KMM document\n`)
  }
  for (const file of fixed) sayFixed(options.format === 'text' ? io.stdout : io.stderr, io, file)
  io.stdout.write(report(io, options.format, files, version))

  const counts = countProblems(checked)
  const cut = options.format === 'sarif' ? leftOut(checked) : undefined
  if (cut !== undefined) io.stderr.write(`kmm: ${cut}\n`)
  const tooMany = counts.warning > options.maxWarnings
  if (tooMany) io.stderr.write(`kmm: there are more than ${options.maxWarnings} warnings\n`)
  if (unread.length > 0 || fixed.some(({ unwritten }) => unwritten !== undefined)) return exitCodes.couldNot
  return counts.error > 0 || tooMany ? exitCodes.bad : exitCodes.good
}

function report(io: Io, format: CheckFormat, files: readonly (CheckedFile | UnreadFile)[], version: string): string {
  const checked = files.filter((file) => 'source' in file)
  const style = { palette: choosePalette(io.stdout, io.env), columns: io.stdout.columns }
  switch (format) {
    case 'json':
      return jsonReport(files)
    case 'sarif':
      return sarifReport(files, { version, pathOf: pathFromRoot(io) })
    case 'github':
      return githubReport(files, pathFromRoot(io)) + summaryText(checked, style)
    case 'text':
      if (checked.length === 0 && files.length > 0) return ''
      return checked.map((file) => problemsText(file, style)).join('') + summaryText(checked, style)
  }
}

/** One line for each fix, so that nothing is changed in silence. */
function sayFixed(output: Output, io: Io, { file, taken, unwritten }: FixedFile): void {
  const { good, faint } = choosePalette(output, io.env)
  if (unwritten !== undefined) {
    io.stderr.write(`kmm: ${file}: ${unwritten}\n`)
    return
  }
  for (const { line, title, id } of taken) {
    const words = printable(title).replaceAll('\n', ' ')
    output.write(`${printable(file)}:${line} ${good('fixed')} ${words} ${faint(`(${id})`)}\n`)
  }
}
