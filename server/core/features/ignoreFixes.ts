import { lineStart } from '../yaml/lineStart.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import type { Fix, Problem } from './problem.ts'
import { scalarRanges } from './suppression.ts'
import { isPlaced } from './yamlProblems.ts'

/**
 * Comments that suppress a problem: above its line, where a comment can stand there, and for the whole file. They are
 * offered last and never taken by themselves.
 */
export function ignoreFixes(document: YamlDocument, problem: Problem): readonly Fix[] {
  if (problem.id === 'kmm/unused-suppression') return []
  // Where YAML does not know what belongs together, one more line may change what it finds.
  if (!isPlaced(document)) return []
  return [...hereFix(document, problem), ...fileFix(document, problem)]
}

function hereFix(document: YamlDocument, { id, range }: Problem): readonly Fix[] {
  const { text, root } = document
  const start = lineStart(text, range.start)
  const line = text.slice(start, lineEnd(text, start))
  const isWithin = root !== undefined && scalarRanges(root).some((one) => one.start < start && start < one.end)
  // A byte order mark means something at the very beginning only; elsewhere it is part of a key.
  if (isWithin || (start > 0 && line.startsWith('\uFEFF')) || /^\uFEFF?(---|\.\.\.|%|\s*(#|$))/.test(line)) return []
  const title = `Ignore ${id} here`
  const above = lineStart(text, start - 1)
  const comment = start === 0 ? null : ignoredIds.exec(text.slice(above, start))
  if (comment !== null && comment[0].trimEnd() === text.slice(above, start).trimEnd()) {
    const at = above + comment[0].length
    return [{ title, edits: [{ range: { start: at, end: at }, newText: `, ${id}` }] }]
  }
  const at = start + (line.startsWith('\uFEFF') ? 1 : 0)
  const indent = /^ */.exec(text.slice(at))?.[0] ?? ''
  const edit = { range: { start: at, end: at }, newText: `${indent}# kmm-ignore: ${id}${newlineOf(text)}` }
  return [{ title, edits: [edit] }]
}

/** A comment of nothing but ids, to which another may be added: what follows the ids of one says why. */
const ignoredIds =
  /^[ \t]*#[ \t]*kmm-ignore:[ \t]*(?:kmm\/)?[a-z0-9]+(?:-[a-z0-9]+)*(?:[ \t]*,[ \t]*(?:kmm\/)?[a-z0-9]+(?:-[a-z0-9]+)*)*/

/** Above the first line of the document that holds anything. */
function fileFix({ text }: YamlDocument, { id }: Problem): readonly Fix[] {
  let start = text.startsWith('\uFEFF') ? 1 : 0
  while (start < text.length) {
    const line = text.slice(start, lineEnd(text, start))
    if (!/^(\s*(#|$)|%|(---|\.\.\.)\s*(#|$))/.test(line)) break
    const next = text.indexOf('\n', start) + 1
    if (next === 0) return []
    start = next
  }
  if (/^---/.test(text.slice(start))) return []
  const edit = { range: { start, end: start }, newText: `# kmm-ignore-file: ${id}${newlineOf(text)}` }
  return [{ title: `Ignore ${id} in this file`, edits: [edit] }]
}

function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start)
  return newline === -1 ? text.length : newline
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
