import { lineStart } from '../yaml/lineStart.ts'
import { strayLines } from '../yaml/strayLines.ts'
import { quoted } from '../yaml/yamlEdit.ts'
import type { Range, YamlDocument, YamlProblem } from '../yaml/yamlNode.ts'
import type { Fix, Problem, Refusal, TextEdit } from './problem.ts'

/** The text-level problems of a document: what the API server refuses before it asks any schema (400). */
export function yamlProblems(document: YamlDocument): readonly Problem[] {
  const tabs = tabFix(document)
  return document.problems.map((problem, at) => ({
    id: problem.id,
    severity: accepted.get(problem.id) ?? 'error',
    message: problem.message,
    range: problem.range,
    path: [],
    ...(!accepted.has(problem.id) && { refusal: refusalOf(problem) }),
    ...(problem.related && { related: [{ range: problem.related, message: 'The other one stands here' }] }),
    fixes: problem.id !== 'kmm/yaml-tab' ? fixesOf(problem, document.text) : at < manyTabs ? tabs : [],
  }))
}

/** What the server takes. */
const accepted: ReadonlyMap<Problem['id'], Problem['severity']> = new Map([
  ['kmm/too-large', 'information'],
  ['kmm/yaml-ignored', 'warning'],
])

/** Equal keys are the one thing that the server reads over at first. */
function refusalOf({ id }: YamlProblem): Refusal {
  const refusal = { stage: 'text', reason: 'BadRequest' } as const
  return id === 'kmm/yaml-duplicate-key' ? { ...refusal, late: true } : refusal
}

/** Whether it is certain where everything in the document belongs, so that a line more changes nothing around it. */
export function isPlaced(document: YamlDocument): boolean {
  return document.problems.every(({ id }) => placed.has(id))
}

const placed = new Set<Problem['id']>([
  'kmm/yaml-duplicate-key',
  'kmm/yaml-value',
  'kmm/yaml-alias',
  'kmm/yaml-tag',
  'kmm/yaml-merge',
  'kmm/yaml-ignored',
])

function fixesOf(problem: YamlProblem, text: string): readonly Fix[] {
  const { start, end } = problem.range
  const insert = (characters: string, title: string): readonly Fix[] => [
    { title, edits: [{ range: { start: end, end }, newText: characters }], preferred: true },
  ]
  switch (problem.id) {
    case 'kmm/yaml-missing-colon':
      if (!isWord(text, problem.range)) return []
      // In `"a":1` the colon is there, and YAML takes it for one only with a blank behind it.
      if (text[end] !== ':') return insert(':', 'Add the colon')
      return [
        {
          title: 'Put a blank behind the colon',
          edits: [{ range: { start: end + 1, end: end + 1 }, newText: ' ' }],
          preferred: true,
        },
      ]
    case 'kmm/yaml-indent':
      return indentFix(text, start)
    case 'kmm/yaml-open-quote':
      return insert(text[start] === "'" ? "'" : '"', 'Close the quote')
    case 'kmm/yaml-needs-quotes': {
      const edits = [{ range: problem.range, newText: quoted(text.slice(start, end)) }]
      return [{ title: 'Put the text in quotes', edits, preferred: true }]
    }
    case 'kmm/yaml-version': {
      const newline = text.indexOf('\n', end)
      const range = { start, end: newline === -1 ? end : newline + 1 }
      return [{ title: 'Remove the line', edits: [{ range, newText: '' }], preferred: true }]
    }
    case 'kmm/yaml-ignored':
      return [{ title: 'Remove what is not read', edits: [withoutRest(text, start)] }]
    default:
      return []
  }
}

/** Puts lines that stand under the dash of a list item where they are part of it. */
function indentFix(text: string, start: number): readonly Fix[] {
  const stray = strayLines(text, start)
  if (stray === undefined || stray.key.start !== start) return []
  const newText = ' '.repeat(stray.missing)
  const edits = stray.starts.map((at) => ({ range: { start: at, end: at }, newText }))
  return [{ title: 'Indent it as part of the list item above', edits, preferred: true }]
}

/** Takes away all from an offset on, with the blanks before it; a line that keeps something keeps its end. */
function withoutRest(text: string, from: number): TextEdit {
  let start = from
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1
  const isLineBegun = start > lineStart(text, start)
  return { range: { start, end: text.length }, newText: isLineBegun && /[\r\n]$/.test(text) ? '\n' : '' }
}

/** Whether a whole key stands there, rather than a piece of what an open quote or bracket left behind. */
function isWord(text: string, { start, end }: Range): boolean {
  return (
    /^(?:[\w./-]+|"[\w./-]*"|'[\w./-]*')$/.test(text.slice(start, end)) && !/^[\w,\]}"']/.test(text.slice(end, end + 1))
  )
}

/** So many problems carry the fix for all tabs; more would make many thousands of edits of a few thousand tabs. */
const manyTabs = 20

/** Tabs at the beginning of lines, each as two spaces: one at a time would leave the lines around it askew. */
function tabFix(document: YamlDocument): readonly Fix[] {
  if (!document.problems.some((problem) => problem.id === 'kmm/yaml-tab')) return []
  const edits = [...document.text.matchAll(/^[ \t]*\t[ \t]*/gm)].map((found) => ({
    range: { start: found.index, end: found.index + found[0].length },
    newText: found[0].replaceAll('\t', '  '),
  }))
  return edits.length === 0 ? [] : [{ title: 'Replace tabs with spaces', edits, preferred: true }]
}
