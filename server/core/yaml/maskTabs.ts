import type { Range, YamlProblem } from './yamlNode.ts'

/** A text without tabs at the beginning of its lines, of the same length, and where they were. */
export interface DetabbedText {
  readonly text: string
  readonly tabs: readonly Range[]
}

/**
 * Takes tabs at the beginning of lines for spaces, so that what a person indented by them keeps its structure (the
 * parser would nest every such line in the one before it, at a cost that grows with the square of their number).
 */
export function maskTabs(text: string): DetabbedText {
  if (!text.includes('\t')) return { text, tabs: [] }
  const tabs: Range[] = []
  const masked = text.replaceAll(/^\t+/gm, (run, start: number) => {
    tabs.push({ start, end: start + run.length })
    return ' '.repeat(run.length)
  })
  return { text: masked, tabs }
}

/**
 * go-yaml refuses a tab at the beginning of a line wherever indentation counts: everywhere, comments and blank lines
 * included, but within brackets and quotes (`free`).
 */
export function tabProblems(tabs: readonly Range[], free: readonly Range[]): readonly YamlProblem[] {
  if (tabs.length === 0) return []
  const outer = free.toSorted((a, b) => a.start - b.start)
  const problems: YamlProblem[] = []
  let at = 0
  let reach = 0
  for (const range of tabs) {
    for (let next = outer[at]; next !== undefined && next.start <= range.start; next = outer[at]) {
      reach = Math.max(reach, next.end)
      at += 1
    }
    if (range.start >= reach)
      problems.push({ id: 'kmm/yaml-tab', range, message: 'Tabs cannot indent YAML: use spaces' })
  }
  return problems
}
