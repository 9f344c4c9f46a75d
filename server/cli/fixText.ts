import type { Fix, Problem, TextEdit } from '../core/features/problem.ts'
import { fieldText } from '../core/yaml/yamlPath.ts'
import { sourceText } from './sourceText.ts'

/** A fix that was taken, and the line (from 1) on which its problem stood at that moment. */
export interface TakenFix {
  readonly id: string
  readonly title: string
  readonly line: number
}

export interface FixedText {
  readonly text: string
  readonly taken: readonly TakenFix[]
}

/** More rounds than fixes that build on each other can need. */
const mostRounds = 1_000

/**
 * Takes the preferred fix of every problem, again and again, until none is left that helps: a fix whose problem stays,
 * or after which there is more broken YAML than before, is not taken. New lines end as the text's own do.
 */
export function fixText(text: string, problemsOf: (text: string) => readonly Problem[]): FixedText {
  const seen = new Set([text])
  const useless = new Set<string>()
  const taken: TakenFix[] = []
  let now = text
  let problems = problemsOf(text)
  let alone = false
  let changed = false
  for (let round = 0; round < mostRounds; round += 1) {
    const all = chooseFixes(problems.filter((problem) => !useless.has(keyOf(problem))))
    const chosen = alone ? all.slice(0, 1) : all
    if (chosen.length === 0) {
      // What was of no use may be of some now that the text is another.
      if (!changed || useless.size === 0) break
      useless.clear()
      changed = false
      continue
    }
    const next = applyEdits(now, chosen)
    const after = problemsOf(next)
    const sound = !seen.has(next) && countYaml(after) <= countYaml(problems)
    if (!sound || chosen.some(({ problem }) => !helped(problem, problems, after))) {
      // One of several is to blame: it shows when each is taken by itself.
      if (alone) for (const { problem } of chosen) useless.add(keyOf(problem))
      alone = true
      continue
    }
    const source = sourceText('', now)
    for (const { problem, fix } of chosen) {
      taken.push({ id: problem.id, title: fix.title, line: source.positionAt(problem.range.start).line })
    }
    seen.add(next)
    now = next
    problems = after
    changed = true
  }
  return { text: now, taken }
}

interface Chosen {
  readonly problem: Problem
  readonly fix: Fix
}

/** The preferred fixes, first to last, that do not touch each other. Nobody is there to replace an example. */
function chooseFixes(problems: readonly Problem[]): readonly Chosen[] {
  const chosen: Chosen[] = []
  const edits: TextEdit[] = []
  for (const problem of problems) {
    const fix = problem.fixes?.find(({ preferred, example }) => preferred === true && example !== true)
    if (fix === undefined || fix.edits.length === 0) continue
    if (fix.edits.some((edit) => edits.some((other) => touches(edit, other)))) continue
    chosen.push({ problem, fix })
    edits.push(...fix.edits)
  }
  return chosen
}

function touches({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end
}

/** Whether a problem went: it is not where it was, or there are fewer of its kind (items of a list move up). */
function helped(problem: Problem, before: readonly Problem[], after: readonly Problem[]): boolean {
  const count = (problems: readonly Problem[]) => problems.filter(({ id }) => id === problem.id).length
  return !after.some((one) => keyOf(one) === keyOf(problem)) || count(after) < count(before)
}

function keyOf({ id, path, range }: Problem): string {
  return `${id} ${path.length === 0 ? range.start : fieldText(path)}`
}

function countYaml(problems: readonly Problem[]): number {
  return problems.filter(({ id }) => id.startsWith('kmm/yaml-')).length
}

function applyEdits(text: string, chosen: readonly Chosen[]): string {
  const windows = text.includes('\r\n') && !/(^|[^\r])\n/.test(text)
  const edits = chosen.flatMap(({ fix }) => fix.edits).sort((a, b) => b.range.start - a.range.start)
  let next = text
  for (const { range, newText } of edits) {
    const written = windows ? newText.replace(/\r?\n/g, '\r\n') : newText
    next = next.slice(0, range.start) + written + next.slice(range.end)
  }
  return next
}
