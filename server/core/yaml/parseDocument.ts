import { buildTree } from './buildTree.ts'
import { goProblem } from './goProblem.ts'
import type { GoReason, GoRefusal } from './goText.ts'
import { lineStart } from './lineStart.ts'
import { maskTabs, tabProblems } from './maskTabs.ts'
import { maskTemplates } from './maskTemplates.ts'
import { type MendedDocument, mendDocument } from './mendDocument.ts'
import { type ParsedText, reparseItem } from './reparseItem.ts'
import { sizeRefusal, tooDeep } from './sizeRefusal.ts'
import { syntaxProblem } from './syntaxProblem.ts'
import { unreadDocument } from './unreadDocument.ts'
import type { Range, YamlDocument, YamlProblem } from './yamlNode.ts'

/**
 * Parses one document as go-yaml does. What go-yaml refuses is mended as a person would read it (an unfinished line gets its colon,
 * an open quote ends with its line), so that the rest of the document keeps its meaning; each such place is a problem.
 * What would take too long to read is left unread. `previous` is the document before an edit, if it is one: of a long
 * document only what changed is parsed again, with the same answer.
 */
export function parseDocument(text: string, start: number, previous?: YamlDocument): YamlDocument {
  const refusal = sizeRefusal(text)
  if (refusal !== undefined) return unreadDocument(text, start, refusal)
  const templates = maskTemplates(text)
  const masked = maskTabs(templates.text)
  const base = previous && masked.text === text ? parsedTexts.get(previous.problems) : undefined
  const rounds = text.length < hugeLength ? 8 : 1
  const mended = (base && reparseItem(base, text, rounds)) ?? mendDocument(templates.text, masked.text, text, rounds)
  const { document, problems, refusal: refused } = mended
  if (refused?.reason === 'depth') return unreadDocument(text, start, tooDeep(text, refused.at))
  const { offsetOf } = mended.text
  const syntax = document.errors.map((error) => syntaxProblem(error, text, offsetOf)).filter((at) => at !== undefined)
  const tree = buildTree(document.contents, { text, actions: templates.actions, offsetOf })
  const templated = templates.actions.some((action) => !isInert(action, tree.opaque, text))
  const found = [
    ...problems,
    ...firstOfLine(syntax, text, problems),
    ...(refused === undefined ? [] : tabProblems(masked.tabs, tree.free)),
    ...tree.problems,
    ...(mended.unread === undefined ? [] : [unreadRest(mended.unread, text)]),
  ]
  const isTold = refused === undefined || found.some((problem) => isSame(problem, refused))
  const all = isTold ? found : [...found, goProblem(refused, text)]
  if (templated) {
    const guessed = all.length > 0 ? { guessed: true as const } : {}
    return { start, text, root: tree.root, problems: [], templated, ...guessed }
  }
  if (previous !== undefined && masked.text === text && text.length >= longLength) keep(all, mended, base)
  return { start, text, root: tree.root, problems: all, templated }
}

/** Behind a bracket or a quote that is all of a document, go-yaml reads no further and says nothing. */
function unreadRest(start: number, text: string): YamlProblem {
  const newline = text.indexOf('\n', start)
  const message = 'The document ends above: the API server reads neither this nor what follows, and says nothing'
  return { id: 'kmm/yaml-ignored', range: { start, end: newline === -1 ? text.length : newline }, message }
}

/** What the mending parser never minds, wherever it stumbles. */
const goOnly: ReadonlySet<GoReason> = new Set(['anchor', 'control', 'version'])

/** Whether a problem is most likely what go-yaml stumbled over, in other words. */
function isSame({ id, range }: YamlProblem, { at, reason }: GoRefusal): boolean {
  if (goOnly.has(reason)) return range.start <= at && at <= range.end
  return id !== 'kmm/yaml-duplicate-key'
}

/** From here on (UTF-16 units) a parse takes so long that one unfinished place is mended, not all. */
const hugeLength = 200_000

/** From here on (UTF-16 units) parsing what changed is worth the memory of keeping the parser's nodes. */
const longLength = 4_000

/** By `problems`, which a document shares with its copies at other places: what it was parsed from, while it is edited. */
const parsedTexts = new WeakMap<readonly YamlProblem[], ParsedText>()

/** A text that does not parse is no beginning for the next one: the one before it may be. */
function keep(problems: readonly YamlProblem[], mended: MendedDocument, base: ParsedText | undefined): void {
  const { contents, errors } = mended.document
  if (mended.sound && mended.unread === undefined && errors.length === 0 && contents !== null)
    parsedTexts.set(problems, { text: mended.text.text, contents, agreed: mended.agreed })
  else if (base?.contents !== undefined) parsedTexts.set(problems, base)
}

/** An action within a quoted or block scalar, or in a comment, leaves the YAML around it as it is. */
function isInert(action: Range, opaque: readonly Range[], text: string): boolean {
  if (opaque.some((range) => range.start <= action.start && action.end <= range.end)) return true
  const from = lineStart(text, action.start)
  return /(^|\s)#/.test(text.slice(from, action.start))
}

/** One line is told once that it is no YAML: what the parser stumbles over next has mostly the same cause. */
function firstOfLine(
  problems: readonly YamlProblem[],
  text: string,
  mends: readonly YamlProblem[],
): readonly YamlProblem[] {
  const lines = new Set(mends.map(({ range }) => lineStart(text, range.start)))
  return problems.filter((problem) => {
    const line = lineStart(text, problem.range.start)
    return lines.has(line) ? false : lines.add(line)
  })
}
