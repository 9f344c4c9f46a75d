import { expect } from 'vitest'
import { problems } from '../../server/core/features/diagnostics.ts'
import type { Fix, Problem, TextEdit } from '../../server/core/features/problem.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'

/** Every problem of a file, offsets in the file, judged as if sent to namespace `default`. */
export function problemsIn(text: string): readonly Problem[] {
  return parseYaml(text).documents.flatMap((document) =>
    problems(document, { namespace: 'default' }).map((problem) => ({
      ...problem,
      range: moved(problem.range, document.start),
      ...(problem.fixes && { fixes: problem.fixes.map((fix) => movedFix(fix, document.start)) }),
    })),
  )
}

/**
 * Checks the problems of a file against comments under its lines: `# ^^^^ kmm/id: part of the message`, the carets
 * under the range (`#^^^` for one that begins at the left edge). What no comment names must not be reported.
 */
export function checkProblems(text: string): void {
  const lines = lineStarts(text)
  const said = problemsIn(text).map(({ id, range, message }) => {
    const line = lines.findLastIndex((start) => start <= range.start)
    return { line, column: range.start - (lines[line] ?? 0), length: range.end - range.start, id, message }
  })
  const wanted = expectations(text)
  const without = ({ message: _, ...rest }: Expectation): Omit<Expectation, 'message'> => rest
  expect(said.map(without).sort(byPlace)).toEqual(wanted.map(without).sort(byPlace))
  for (const { message, ...place } of wanted) {
    const found = said.find((one) => byPlace(one, place) === 0)
    expect(found?.message).toContain(message)
  }
}

/**
 * Takes the fix of a problem (the one titled so, else the first) and checks the text that comes of it; also that the
 * problem is gone then and no other has come.
 */
export function checkFix(id: Problem['id'], before: string, after: string, title?: string): void {
  const problem = problemsIn(before).find((one) => one.id === id)
  const fix = problem?.fixes?.find((one) => title === undefined || one.title === title)
  expect(fix, `a fix of ${id} among ${JSON.stringify(problemsIn(before).map((one) => one.id))}`).toBeDefined()
  if (fix === undefined) return
  const text = applyEdits(before, fix.edits)
  expect(text).toBe(after)
  expect(problemsAdded(before, text)).toEqual([])
  expect(problemsIn(text).filter((one) => one.id === id).length).toBeLessThan(
    problemsIn(before).filter((one) => one.id === id).length,
  )
}

/** The problems that the later text has more of than the earlier one, by id. */
export function problemsAdded(before: string, after: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const { id } of problemsIn(before)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return problemsIn(after).flatMap(({ id }) => {
    const left = counts.get(id) ?? 0
    counts.set(id, left - 1)
    return left > 0 ? [] : [id]
  })
}

/** A text with edits made; they must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text)
}

interface Expectation {
  readonly line: number
  readonly column: number
  readonly length: number
  readonly id: string
  readonly message: string
}

function expectations(text: string): readonly Expectation[] {
  const found: Expectation[] = []
  let target = -1
  for (const [line, content] of text.split('\n').entries()) {
    const mark = /^ *#( *)(\^+) (kmm\/\S+?)(?:: (.*))?$/.exec(content)
    if (mark === null) {
      target = line
      continue
    }
    const [whole, gap = '', carets = '', id = '', message = ''] = mark
    const column = gap === '' ? 0 : whole.indexOf('^')
    found.push({ line: target, column, length: carets.length, id, message })
  }
  return found
}

function byPlace(a: Omit<Expectation, 'message'>, b: Omit<Expectation, 'message'>): number {
  return a.line - b.line || a.column - b.column || a.length - b.length || a.id.localeCompare(b.id)
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map((newline) => newline.index + 1)]
}

function movedFix(fix: Fix, by: number): Fix {
  return { ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: moved(edit.range, by) })) }
}

function moved(range: Problem['range'], by: number): Problem['range'] {
  return { start: range.start + by, end: range.end + by }
}
