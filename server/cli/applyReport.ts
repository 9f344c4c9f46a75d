import { ClusterError } from '../cluster/clusterError.ts'
import { runTitle } from '../core/features/codeLens.ts'
import type { Problem } from '../core/features/problem.ts'
import type { ModuleRunFact, RunFailure, Target } from '../core/kmm/clusterFacts.ts'
import type { Range, YamlDocument } from '../core/yaml/yamlNode.ts'
import { rangeOfField } from '../core/yaml/yamlPath.ts'
import { explain } from '../session/explain.ts'
import { unifiedDiff } from '../session/moduleDiff.ts'
import { type ApplyPlan, planDetails } from '../session/planApply.ts'
import { refusalProblems } from '../session/refusal.ts'
import { findingOf, findingText } from './findingText.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import { choosePalette, type Palette } from './palette.ts'
import { printable } from './printable.ts'
import type { SourceText } from './sourceText.ts'
import { statusLine } from './statusLine.ts'

/** Tells a person how the apply of one document goes: what was asked for on stdout, what stands in its way on stderr. */
export interface ApplyReport {
  /** problems of the document, offsets in the file */
  problems(problems: readonly Problem[]): void
  /** the difference, where it goes, and on which nodes it loads */
  plan(plan: ApplyPlan): void
  /** Tells an error, on the document's lines where it is about them. `outcome` says what became of the cluster. */
  refused(error: unknown, target: Target, outcome: string): ExitCode
  /** a line of the run's log */
  line(line: string): void
  /** how the nodes stand, unless that was told already */
  fact(fact: ModuleRunFact): void
  /** The end of it: why nodes failed, each on the line that caused it, and the sentence that sums it up. */
  verdict(headline: string, failures: readonly RunFailure[]): void
}

/** Makes the report for one document of a file. */
export function applyReport(io: Io, source: SourceText, document: YamlDocument): ApplyReport {
  const { stdout, stderr, env } = io
  const outStyle = { palette: choosePalette(stdout, env), columns: stdout.columns }
  const errorStyle = { palette: choosePalette(stderr, env), columns: stderr.columns }
  const inFile = ({ start, end }: Range) => ({ start: start + document.start, end: end + document.start })
  const status = statusLine(stdout, env)
  let lastFact = ''
  let lastWhy = ''

  return {
    problems(problems) {
      for (const problem of problems) stderr.write(findingText(source, findingOf(problem), errorStyle))
    },
    plan(plan) {
      const diff = unifiedDiff(plan.diff, `${plan.namespace}/${plan.name}`)
      stdout.write(diff.replace(/^.*$/gm, (line) => diffLine(printable(line), outStyle.palette)))
      const [headline = '', ...details] = planDetails(plan)
      stdout.write(`${outStyle.palette.strong(printable(headline))}\n`)
      for (const detail of details) stdout.write(`  ${printable(detail)}\n`)
    },
    refused(error, target, outcome) {
      status.clear()
      if (!(error instanceof ClusterError)) throw error
      if (io.signal.aborted) return sayAndExit(io, exitCodes.stopped, `stopped; ${outcome}`)
      const problems = refusalProblems(document, error)
      for (const problem of problems) {
        stderr.write(findingText(source, findingOf({ ...problem, range: inFile(problem.range) }), errorStyle))
      }
      if (problems.length > 0) return sayAndExit(io, exitCodes.bad, `the server refused the Module; ${outcome}`)
      return sayAndExit(io, exitCodes.couldNot, printable(`${withoutPeriod(explain(error, target))}; ${outcome}`))
    },
    line(line) {
      status.print(`${runLine(printable(line), outStyle.palette)}\n`)
    },
    fact(fact) {
      const failing = fact.nodes.filter(({ phase }) => phase === 'failing')
      const why = failing.map(({ node, detail }) => (detail === undefined ? node : `${node}: ${detail}`)).join('; ')
      // A reason is told when it is new; below it, the counts say enough.
      const text = `— ${runTitle(fact)}${why === '' || why === lastWhy ? '' : ` (${why})`}`
      lastWhy = why
      if (text === lastFact) return
      lastFact = text
      status.show(printable(text))
    },
    verdict(headline, failures) {
      status.clear()
      for (const { id, field, nodes, message, advice, logLine } of failures) {
        const notes = [`advice: ${advice}`, ...(logLine === undefined ? [] : [`log: ${logLine}`])]
        const range = inFile(rangeOfField(document, field).range)
        const where = nodes.length === 0 ? '' : `${nodes.join(', ')}: `
        stdout.write(findingText(source, { id, severity: 'error', message: where + message, range, notes }, outStyle))
      }
      stdout.write(`${runLine(printable(headline), outStyle.palette)}\n`)
    },
  }
}

function diffLine(line: string, { added, removed, place, strong }: Palette): string {
  if (line.startsWith('+++') || line.startsWith('---')) return strong(line)
  if (line.startsWith('@@')) return place(line)
  if (line.startsWith('+')) return added(line)
  return line.startsWith('-') ? removed(line) : line
}

/** What stands in brackets before a line of a pod's log is ours; the rest is the pod's. */
function runLine(line: string, { place, strong, good, error }: Palette): string {
  const prefix = /^\[[^\]]*\]/.exec(line)?.[0]
  if (prefix !== undefined) return place(prefix) + line.slice(prefix.length)
  if (line.startsWith('✔')) return good(line)
  return line.startsWith('✘') ? error(line) : strong(line)
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, '')
}
