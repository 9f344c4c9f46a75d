import { bareSurroundings } from '../core/features/surroundings.ts'
import { createLanguageService, type LanguageService } from '../core/languageService.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import { jsonReport, type UnreadFile } from './jsonReport.ts'
import { choosePalette } from './palette.ts'
import type { Arguments } from './parseArguments.ts'
import { readInput } from './readInput.ts'
import { sourceText } from './sourceText.ts'
import { type CheckedFile, countProblems, problemsText, summaryText } from './textReport.ts'

/** `kmm check`: reports the problems of every file and says by its code whether there are errors. */
export async function runCheck(io: Io, given: Arguments): Promise<ExitCode> {
  const paths = [...new Set(given.operands)]
  if (paths.length === 0) return sayAndExit(io, exitCodes.couldNot, 'name the files to check: `kmm check module.yaml`')
  const format = given.value('format') ?? 'text'
  if (format !== 'text' && format !== 'json') {
    return sayAndExit(io, exitCodes.couldNot, `\`--format\` is text or json, not \`${format}\``)
  }
  const maxWarnings = parseCount(given.value('max-warnings'))
  if (maxWarnings === undefined) {
    return sayAndExit(io, exitCodes.couldNot, '`--max-warnings` needs a whole number from 0')
  }

  const service = createLanguageService()
  const style = { palette: choosePalette(io.stdout, io.env), columns: io.stdout.columns }
  const all: (CheckedFile | UnreadFile)[] = []
  for (const path of paths) {
    const file = await checkFile(io, path, service)
    all.push(file)
    if (!('source' in file)) io.stderr.write(`kmm: ${file.file}: ${file.unreadable}\n`)
    else if (file.documents === 0) io.stderr.write(`kmm: ${file.source.file}: holds no KMM document\n`)
    if (format === 'text' && 'source' in file) io.stdout.write(problemsText(file, style))
  }
  const checked = all.filter((file) => 'source' in file)
  if (format === 'json') io.stdout.write(jsonReport(all))
  else if (checked.length > 0) io.stdout.write(summaryText(checked, style))

  const counts = countProblems(checked)
  const tooMany = counts.warning > maxWarnings
  if (tooMany) io.stderr.write(`kmm: there are more than ${maxWarnings} warnings\n`)
  if (checked.length < all.length) return exitCodes.couldNot
  return counts.error > 0 || tooMany ? exitCodes.bad : exitCodes.good
}

async function checkFile(io: Io, path: string, service: LanguageService): Promise<CheckedFile | UnreadFile> {
  const input = await readInput(io, path)
  if ('unreadable' in input) return input
  const file = { uri: path, text: input.text }
  const problems = service.problems(file, bareSurroundings).toSorted((a, b) => a.range.start - b.range.start)
  const documents = service.countDocuments(file)
  service.forget(path)
  return { source: sourceText(input.file, input.text), documents, problems }
}

/** No option allows any number; what is no whole number is `undefined`. */
function parseCount(value: string | undefined): number | undefined {
  if (value === undefined) return Number.POSITIVE_INFINITY
  return /^\d+$/.test(value) ? Number(value) : undefined
}
