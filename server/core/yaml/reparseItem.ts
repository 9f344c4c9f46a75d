import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { composeText } from './composeText.ts'
import { GoRefusal } from './goText.ts'
import { lineStart } from './lineStart.ts'
import { type MendedDocument, mendDocument } from './mendDocument.ts'
import { mendText } from './mendText.ts'

/** A text that parsed without errors, and the parser's nodes of it: until an edit has taken them over and changed them. */
export interface ParsedText {
  readonly text: string
  contents: Node | undefined
  /** `yaml` takes it as go-yaml does, so that what a mend makes of a part is what it makes of the whole */
  agreed?: boolean | undefined
}

/**
 * Parses a text of which one item of a block list differs from a text that was parsed before: only the lines of that
 * item are parsed, and the nodes behind it are moved. What the parser does before an item depends on nothing behind it,
 * and the line that begins the next item ends whatever is open, so the nodes are those of parsing all of it.
 * `undefined`, and `base` as it was, where that does not hold. `rounds` is how often the item may be mended.
 */
export function reparseItem(base: ParsedText, text: string, rounds: number): MendedDocument | undefined {
  const { contents } = base
  if (contents === undefined) return undefined
  const change = changeBetween(base.text, text)
  const around = nodesAround(contents, change)
  for (const list of around.filter(isSeq).toReversed()) {
    const lines = linesOfItem(base.text, list, change)
    if (lines === undefined || lines.end - lines.start > base.text.length / 2) continue
    const { start, end, index, column } = lines
    const part = text.slice(start, end + change.grown)
    if (!part.endsWith('\n')) continue
    const whole = `${before}${part}${behind}`
    const mended = mendDocument(whole, whole, whole, rounds)
    // What a tag's handle means may stand above.
    if (mended.refusal?.reason === 'tag') continue
    if (mended.refusal !== undefined) {
      base.agreed ??= isTaken(base.text)
      if (!base.agreed) return undefined
    }
    const found = listIn(mended, column)
    if (found === undefined) continue
    const isLast = index === list.items.length - 1
    const ending = isLast ? around.filter(({ range }) => range && range[1] <= end) : []
    if (isLast && ![found, ...ending].every(endsPlainly)) continue
    base.contents = undefined
    const shift = start - before.length
    const grown = mended.text.text.length - before.length - behind.length - (end - start)
    move(contents, end, grown)
    move(found, 0, shift)
    for (const node of ending) endLike(node, found.range)
    list.items.splice(index, 1, ...found.items)
    const agreed = base.agreed && (mended.agreed ?? isTaken(whole))
    return { ...inWhole(mended, shift, text, contents), ...(agreed && { agreed }) }
  }
  return undefined
}

function isTaken(text: string): boolean {
  return composeText(text).errors.length === 0
}

/** The lines of an item are parsed as what they are: a list below a key, before another key. */
const before = 'k:\n'
const behind = 'z:\n'

/** Half-open offsets in the old text of what differs, and by how many characters the new text is longer. */
interface Change {
  /** where the first line begins that differs: lines that are put between others are then before the next one */
  readonly start: number
  /** the first character that differs */
  readonly at: number
  readonly end: number
  readonly grown: number
}

function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length)
  const at = equalStart(before, after, shorter)
  const start = lineStart(before, at)
  const tail = equalEnd(before, after, shorter - start)
  return { start, at, end: before.length - tail, grown: after.length - before.length }
}

/** How many characters are equal from the beginning on, at most `limit`. */
function equalStart(one: string, other: string, limit: number): number {
  let at = 0
  while (at + stride <= limit && one.slice(at, at + stride) === other.slice(at, at + stride)) at += stride
  while (at < limit && one.charCodeAt(at) === other.charCodeAt(at)) at += 1
  return at
}

/** How many characters are equal up to the end, at most `limit`. */
function equalEnd(one: string, other: string, limit: number): number {
  const [from, otherFrom] = [one.length, other.length]
  const isEqual = (tail: number) =>
    one.slice(from - tail - stride, from - tail) === other.slice(otherFrom - tail - stride, otherFrom - tail)
  let tail = 0
  while (tail + stride <= limit && isEqual(tail)) tail += stride
  while (tail < limit && one.charCodeAt(from - 1 - tail) === other.charCodeAt(otherFrom - 1 - tail)) tail += 1
  return tail
}

/** So many characters are compared at once, by the machine's own words. */
const stride = 1_024

/** The block lists and mappings around a change, outermost first. */
function nodesAround(contents: Node, { at }: Change): readonly (YAMLSeq | YAMLMap)[] {
  const around: (YAMLSeq | YAMLMap)[] = []
  let node: unknown = contents
  while (isMap(node) || isSeq(node)) {
    if (node.flow === true) break
    around.push(node)
    const values: readonly unknown[] = isMap(node) ? node.items.map(({ value }) => value) : node.items
    node = values.findLast((value) => (startOf(value) ?? Number.POSITIVE_INFINITY) <= at)
  }
  return around
}

interface ItemLines {
  readonly start: number
  /** where the line begins that ends the item: of the next item's dash, or of what stands behind the list */
  readonly end: number
  readonly index: number
  /** of the list's dashes */
  readonly column: number
}

/** The lines of the one item that holds the whole change, when something stands behind it. */
function linesOfItem(text: string, list: YAMLSeq, change: Change): ItemLines | undefined {
  const first = startOf(list)
  if (first === undefined) return undefined
  const column = first - lineStart(text, first)
  const index = list.items.findLastIndex((item) => (startOf(item) ?? 0) <= change.start)
  // A change before the item's value but behind its dash finds the item before it.
  for (const at of [index, index + 1]) {
    const start = dashLine(text, list.items[at], column, first)
    const isLast = at === list.items.length - 1
    const end = isLast ? lineBehind(text, list, column) : dashLine(text, list.items[at + 1], column, first)
    if (start === undefined || end === undefined || start > change.start || change.end > end) continue
    if ((startOf(list.items[at - 1]) ?? -1) >= start || (startOf(list.items[at]) ?? end) >= end) continue
    return { start, end, index: at, column }
  }
  return undefined
}

/** Where the line begins that has the dash of an item. */
function dashLine(text: string, item: unknown, column: number, first: number): number | undefined {
  const at = startOf(item)
  if (at === undefined) return undefined
  for (let line = lineStart(text, at); line >= first - column; line = lineStart(text, line - 1)) {
    if (isDash(text, line, column)) return line
    if (line === 0) return undefined
  }
  return undefined
}

/** Where the line begins that ends a list: a key of what is around it. */
function lineBehind(text: string, { range }: YAMLSeq, column: number): number | undefined {
  if (!range || (range[1] > 0 && text[range[1] - 1] !== '\n')) return undefined
  keyLine.lastIndex = range[1]
  const [, blanks = '', indent] = keyLine.exec(text) ?? []
  return indent === undefined || indent.length > column ? undefined : range[1] + blanks.length
}

/** Blank lines and comments, and a line that begins with a key. */
const keyLine = /((?: *(?:#.*)?\r?\n)*)( *)[\w"']/y

function isDash(text: string, line: number, column: number): boolean {
  if (text[line + column] !== '-' || !/\s/.test(text[line + column + 1] ?? '')) return false
  for (let at = line; at < line + column; at += 1) if (text[at] !== ' ') return false
  return true
}

/** The list that a part is, when it begins at the column and is all there is. */
function listIn({ document: { contents, errors } }: MendedDocument, column: number): YAMLSeq | undefined {
  if (errors.length > 0 || !isMap(contents) || contents.items.length !== 2) return undefined
  const list = contents.items[0]?.value
  if (!isSeq(list) || list.flow === true || list.anchor !== undefined || list.tag !== undefined) return undefined
  return startOf(list) === before.length + column ? list : undefined
}

/** No comment behind it that might belong to something else. */
function endsPlainly({ range }: YAMLSeq | YAMLMap): boolean {
  return range?.[1] === range?.[2]
}

function endLike(node: YAMLSeq | YAMLMap, range: YAMLSeq['range']): void {
  if (node.range && range) node.range = [node.range[0], range[1], range[2]]
}

/** What was found in a part, told of the whole text. */
function inWhole(part: MendedDocument, shift: number, text: string, contents: Node): MendedDocument {
  const insertions = part.insertions.map((one) => ({ ...one, at: one.at + shift }))
  const problems = part.problems.map((problem) => ({
    ...problem,
    range: { start: problem.range.start + shift, end: problem.range.end + shift },
  }))
  const { refusal, sound } = part
  const document = { contents, errors: [] }
  const where = refusal && { refusal: new GoRefusal(refusal.at + shift, refusal.reason) }
  return { text: mendText(text, insertions), insertions, document, problems, sound, ...where }
}

/** Moves every offset from `from` on, in a node and all below it. */
function move(node: unknown, from: number, by: number): void {
  if (isPair(node)) {
    move(node.key, from, by)
    move(node.value, from, by)
    return
  }
  if (!isScalar(node) && !isAlias(node) && !isCollection(node)) return
  const { range } = node
  if (range) {
    if (range[2] < from) return
    for (const at of offsets) range[at] = moved(range[at], from, by)
  }
  if (isCollection(node)) for (const item of node.items) move(item, from, by)
}

const offsets = [0, 1, 2] as const

function moved(offset: number, from: number, by: number): number {
  return offset >= from ? offset + by : offset
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isAlias(node) || isCollection(node) ? node.range?.[0] : undefined
}
