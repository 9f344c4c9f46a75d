import type { Range } from '../yaml/yamlNode.ts'
import type { Problem } from './problem.ts'
import type { OutlineSymbol } from './symbols.ts'

/** Answers count from their document's first character; the door moves them to the file. `by` is the document's start. */
export function movedRange(range: Range, by: number): Range {
  return { start: range.start + by, end: range.end + by }
}

/** A symbol with those below it, `by` further on. */
export function movedSymbol(symbol: OutlineSymbol, by: number): OutlineSymbol {
  if (by === 0) return symbol
  return {
    ...symbol,
    range: movedRange(symbol.range, by),
    selection: movedRange(symbol.selection, by),
    children: symbol.children.map((child) => movedSymbol(child, by)),
  }
}

/** A problem with its fixes and related places, `by` further on; what lies in other files stays. */
export function movedProblem(problem: Problem, by: number): Problem {
  return {
    ...problem,
    range: movedRange(problem.range, by),
    ...(problem.fixes === undefined
      ? {}
      : {
          fixes: problem.fixes.map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => ({ ...edit, range: movedRange(edit.range, by) })),
          })),
        }),
    ...(problem.related === undefined
      ? {}
      : {
          related: problem.related.map((one) =>
            one.uri === undefined ? { ...one, range: movedRange(one.range, by) } : one,
          ),
        }),
  }
}
