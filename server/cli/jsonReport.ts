import type { Problem, Severity } from '../core/features/problem.ts'
import type { Range } from '../core/yaml/yamlNode.ts'
import { fieldText } from '../core/yaml/yamlPath.ts'
import { type Position, relatedSource, type SourceText } from './sourceText.ts'
import { type CheckedFile, countProblems } from './textReport.ts'

/** What `kmm check --format json` prints. Fields may be added while `version` is 1; none goes or changes its meaning. */
export interface JsonReport {
  readonly version: 1
  readonly files: readonly JsonFile[]
  readonly summary: Readonly<Record<Severity, number>>
}

export interface JsonFile {
  readonly file: string
  /** how many KMM documents it holds */
  readonly documents: number
  /** why it could not be read */
  readonly error?: string
  readonly problems: readonly JsonProblem[]
}

/** Lines and columns count from 1, columns in UTF-16 code units; `end` is the first place behind. */
interface JsonSpan {
  readonly start: Position
  readonly end: Position
}

export interface JsonProblem extends JsonSpan {
  readonly id: string
  readonly severity: Severity
  readonly message: string
  /** the field as the API server writes it; empty for the whole document */
  readonly path: string
  /** titles of the fixes that an editor offers */
  readonly fixes: readonly string[]
  /** `file` is there when it is another one */
  readonly related: readonly (JsonSpan & { readonly message: string; readonly file?: string })[]
}

/** A file of the report that could not be read. */
export interface UnreadFile {
  readonly file: string
  readonly unreadable: string
}

/** The report as JSON, indented by two spaces, with a newline at its end. */
export function jsonReport(files: readonly (CheckedFile | UnreadFile)[]): string {
  const checked = files.filter((file) => 'source' in file)
  const report: JsonReport = {
    version: 1,
    files: files.map((file) => ('source' in file ? jsonFile(file) : unreadFile(file))),
    summary: countProblems(checked),
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

function jsonFile({ source, documents, problems }: CheckedFile): JsonFile {
  return { file: source.file, documents, problems: problems.map((problem) => jsonProblem(source, problem)) }
}

function unreadFile({ file, unreadable }: UnreadFile): JsonFile {
  return { file, documents: 0, error: unreadable, problems: [] }
}

function jsonProblem(source: SourceText, problem: Problem): JsonProblem {
  const { id, severity, message, path, range, fixes = [], related = [] } = problem
  return {
    id,
    severity,
    message,
    path: fieldText(path),
    ...span(source, range),
    fixes: fixes.map(({ title }) => title),
    related: related.map((one) => ({
      message: one.message,
      ...(one.uri === undefined ? {} : { file: one.uri }),
      ...span(relatedSource(source, one), one.range),
    })),
  }
}

function span(source: SourceText, { start, end }: Range): JsonSpan {
  return { start: source.positionAt(start), end: source.positionAt(end) }
}
