import { lineStart } from '../yaml/lineStart.ts'
import type { Range, YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import type { Problem } from './problem.ts'
import { crossRules } from './rules/crossRules.ts'
import { liveRules } from './rules/live.ts'

/** One id of a comment `# kmm-ignore: id, id` or `# kmm-ignore-file: id`; offsets in the document. */
export interface Suppression {
  readonly id: string
  readonly range: Range
  /** line that it is about, from 0; absent for the whole file */
  readonly line?: number
  /** what goes when it is not needed: the comment, or the id and its comma */
  readonly removal: Range
}

/** A document with what was found in it. */
export interface Judged {
  readonly document: YamlDocument
  readonly problems: readonly Problem[]
  readonly suppressions: readonly Suppression[]
  /** of a kind of KMM's, so that what is said about it is ours to say */
  readonly isOurs: boolean
}

/**
 * The comments of a document that suppress problems. One on a line of its own is about the next line that holds
 * anything, one behind something is about its own line. What stands within a text is no comment.
 */
export function suppressionsOf(document: YamlDocument): readonly Suppression[] {
  const { text, root } = document
  if (!text.includes('kmm-ignore')) return []
  const meant = linesMeant(text)
  const scalars = root === undefined ? [] : scalarRanges(root).map((range) => textRange(text, range))
  return [...text.matchAll(/(^\uFEFF?|[ \t])#[ \t]*kmm-ignore(-file)?:[ \t]*([^\r\n]*)/gm)].flatMap((found) => {
    const [whole, lead = '', file, list = ''] = found
    const start = found.index + lead.length
    if (scalars.some((range) => range.start < start && start < range.end)) return []
    const line = file === undefined ? meant(start) : undefined
    const listStart = found.index + whole.length - list.length
    const ids = idsOf(list)
    return ids.map(({ id, at, length }, index) => {
      const range = { start: listStart + at, end: listStart + at + length }
      const removal = ids.length === 1 ? commentLines(text, start) : itemRange(ids, index, listStart)
      return { id, range, removal, ...(line === undefined ? {} : { line }) }
    })
  })
}

/** Takes out of the documents of a file what comments and settings suppress; what suppresses nothing is told of. */
export function quietProblems(judged: readonly Judged[], settings: readonly string[]): readonly (readonly Problem[])[] {
  const unwanted = new Set(settings.map(fullId))
  const ofFile = judged.flatMap(({ suppressions }) => suppressions.filter(({ line }) => line === undefined))
  if (unwanted.size === 0 && judged.every(({ suppressions }) => suppressions.length === 0))
    return judged.map(({ problems }) => problems)
  const used = new Set<Suppression>()
  const kept = judged.map(({ document, problems, suppressions }) => {
    const lines = suppressions.length === 0 ? [] : lineStarts(document.text)
    return problems.filter((problem) => {
      const line = lines.length === 0 ? 0 : lineOf(lines, problem.range.start)
      const here = suppressions.filter((one) => one.line === line)
      const matching = [...here, ...ofFile].filter(({ id }) => id === problem.id)
      for (const one of matching) used.add(one)
      return matching.length === 0 && !unwanted.has(problem.id)
    })
  })
  return judged.map(({ document, suppressions, isOurs }, at) => {
    const problems = kept[at] ?? []
    if (!isOurs || document.templated || unwanted.has(unusedId)) return problems
    const unused = suppressions.filter((one) => !used.has(one) && !comesAndGoes(one.id) && !unwanted.has(one.id))
    return [...problems, ...unused.map(unusedProblem)]
  })
}

const unusedId = 'kmm/unused-suppression'

function unusedProblem({ id, range, removal, line }: Suppression): Problem {
  const where = line === undefined ? 'in this file' : 'on this line'
  return {
    id: unusedId,
    severity: 'hint',
    message: `There is no problem \`${id}\` ${where} to suppress`,
    range,
    path: [],
    tags: ['unnecessary'],
    fixes: [{ title: 'Remove what suppresses nothing', edits: [{ range: removal, newText: '' }], preferred: true }],
  }
}

/** Ids as they are written in comments and settings, with or without `kmm/`. */
function fullId(id: string): string {
  return id.startsWith('kmm/') ? id : `kmm/${id}`
}

const surroundingIds = new Set<string>([...liveRules, ...crossRules].map(({ id }) => id))

/** Problems that depend on a cluster, a run or other files: they may be away for the moment only. */
function comesAndGoes(id: string): boolean {
  return surroundingIds.has(id) || /^kmm\/(run-|refused|yaml-)/.test(id)
}

interface WrittenId {
  readonly id: string
  readonly at: number
  readonly length: number
}

/** The ids of a comment; what follows the last one may say why. */
function idsOf(list: string): readonly WrittenId[] {
  const ids: WrittenId[] = []
  const next = /[ \t]*((?:kmm\/)?[a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*(,?)/y
  for (let found = next.exec(list); found !== null; found = next.exec(list)) {
    const [whole, id = '', comma] = found
    ids.push({ id: fullId(id), at: found.index + whole.indexOf(id), length: id.length })
    if (comma === '') break
  }
  return ids
}

/** An id with the comma behind it, or before it when it is the last. */
function itemRange(ids: readonly WrittenId[], index: number, listStart: number): Range {
  const [before, own, next] = [ids[index - 1], ids[index], ids[index + 1]]
  if (own === undefined) return { start: listStart, end: listStart }
  const end = own.at + own.length
  if (next !== undefined) return { start: listStart + own.at, end: listStart + next.at }
  return { start: listStart + (before === undefined ? own.at : before.at + before.length), end: listStart + end }
}

function commentLines(text: string, start: number): Range {
  const line = lineStart(text, start)
  const newline = text.indexOf('\n', start)
  const before = text.slice(line, start)
  if (/^\uFEFF?\s*$/.test(before)) {
    const from = before.startsWith('\uFEFF') ? line + 1 : line
    // A byte order mark on the next line would come to stand at the very beginning, where it means something else.
    const end = text[newline + 1] === '\uFEFF' ? newline : newline + 1
    return { start: from, end: newline === -1 ? text.length : end }
  }
  const end = newline === -1 ? text.length : newline
  return { start: line + before.trimEnd().length, end: text[end - 1] === '\r' ? end - 1 : end }
}

/** Tells of a comment's offset the line that it is about: its own, or the next that holds anything else. */
function linesMeant(text: string): (start: number) => number {
  const starts = lineStarts(text)
  const lines = text.split('\n')
  const next: number[] = []
  for (let line = lines.length - 1, content = -1; line >= 0; line -= 1) {
    if (!/^\uFEFF?\s*(#|$)/.test(lines[line] ?? '')) content = line
    next[line] = content === -1 ? line : content
  }
  return (start) => {
    const own = lineOf(starts, start)
    return next[own] ?? own
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** A block scalar's text begins below its `|` or `>`, which may have a comment behind it. */
function textRange(text: string, range: Range): Range {
  const header = /[|>][^\n]*\n/y
  header.lastIndex = range.start
  return header.test(text) ? { start: header.lastIndex, end: range.end } : range
}

/** Places of texts; what came by alias stands where its anchor is. */
export function scalarRanges(root: YamlNode): readonly Range[] {
  const ranges: Range[] = []
  const walk = (node: YamlNode): void => {
    if (node.alias !== undefined) return
    if (node.type === 'scalar') ranges.push(node.range)
    else if (node.type === 'list') for (const item of node.items) walk(item)
    else {
      for (const pair of node.pairs) {
        if (pair.merged === true) continue
        ranges.push(pair.key.range)
        walk(pair.value)
      }
    }
  }
  walk(root)
  return ranges
}
