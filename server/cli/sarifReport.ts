import type { Log, Notification, Result, Run } from 'sarif'
import type { Problem } from '../core/features/problem.ts'
import { fieldText } from '../core/yaml/yamlPath.ts'
import type { UnreadFile } from './jsonReport.ts'
import { type RootedPath, uriOf } from './pathFromRoot.ts'
import { fingerprints } from './sarifFingerprints.ts'
import { createSieve } from './sarifLimit.ts'
import { sarifLocation, sarifReplacement } from './sarifPlace.ts'
import { sarifLevel, sarifRules } from './sarifRules.ts'
import { relatedSource } from './sourceText.ts'
import type { CheckedFile } from './textReport.ts'

export interface SarifSettings {
  /** of kmm */
  readonly version: string
  readonly pathOf: (file: string) => RootedPath
}

/**
 * The report as SARIF 2.1.0 (OASIS), as GitHub's code scanning takes it: the rules that were broken with their help,
 * results with places, fixes and a fingerprint that outlives changed line numbers, and what could not be read. Of more
 * results than GitHub takes, `leftOut` says which are not in it.
 */
export function sarifReport(files: readonly (CheckedFile | UnreadFile)[], { version, pathOf }: SarifSettings): string {
  const checked = files.filter((file) => 'source' in file)
  const unread = files.filter((file) => 'unreadable' in file)
  const holds = createSieve(checked)
  const held = checked.map((file) => {
    const prints = fingerprints(file)
    return {
      file,
      found: file.problems.flatMap((problem, at) => (holds(problem) ? [{ problem, print: prints[at] ?? '' }] : [])),
    }
  })
  const rules = sarifRules(held.flatMap(({ found }) => found.map(({ problem }) => problem)))
  const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index]))
  const run: Run = {
    tool: { driver: { name: 'kmm', semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: unread.length === 0,
        toolExecutionNotifications: unread.map((file) => notification(file, pathOf)),
      },
    ],
    results: held.flatMap((one) => results(one, (name) => uriOf(pathOf(name)), ruleIndexes)),
  }
  const log: Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

/** The problems of a file that go into the report. */
interface HeldProblems {
  readonly file: CheckedFile
  readonly found: readonly { readonly problem: Problem; readonly print: string }[]
}

function results(
  { file, found }: HeldProblems,
  uriFor: (file: string) => string,
  ruleIndexes: ReadonlyMap<string, number>,
): readonly Result[] {
  const uri = uriFor(file.source.file)
  return found.map(({ problem, print }) => ({
    ruleId: problem.id,
    ruleIndex: ruleIndexes.get(problem.id) ?? -1,
    level: sarifLevel(problem.severity),
    message: { text: problem.message },
    locations: [place(file, uri, problem)],
    partialFingerprints: { 'kmmProblem/v1': print },
    ...related(file, uriFor, problem),
    ...fixes(file, uri, problem),
  }))
}

function place({ source }: CheckedFile, uri: string, { range, path }: Problem) {
  const location = sarifLocation(source, uri, range)
  return path.length === 0 ? location : { ...location, logicalLocations: [{ fullyQualifiedName: fieldText(path) }] }
}

function related(
  { source }: CheckedFile,
  uriFor: (file: string) => string,
  { related: others = [] }: Problem,
): Partial<Result> {
  if (others.length === 0) return {}
  return {
    relatedLocations: others.map((one, id) => {
      const other = relatedSource(source, one)
      return { id, ...sarifLocation(other, uriFor(other.file), one.range), message: { text: one.message } }
    }),
  }
}

function fixes({ source }: CheckedFile, uri: string, { fixes: offered = [] }: Problem): Partial<Result> {
  const changing = offered.filter(({ edits }) => edits.length > 0)
  if (changing.length === 0) return {}
  return {
    fixes: changing.map(({ title, edits }) => ({
      description: { text: title },
      artifactChanges: [
        { artifactLocation: { uri }, replacements: edits.map((edit) => sarifReplacement(source, edit)) },
      ],
    })),
  }
}

function notification({ file, unreadable }: UnreadFile, pathOf: SarifSettings['pathOf']): Notification {
  return {
    level: 'error',
    message: { text: `${file} ${unreadable}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(pathOf(file)) } } }],
  }
}
