import type { Range } from './yamlNode.ts'

/** Why a document is left unread. */
export interface Unread {
  /** the place at fault, within its line */
  readonly range: Range
  /** what there is too much of, such as `a line of 4,000,000 characters` */
  readonly what: string
}

/**
 * Whether reading the document would keep everybody waiting: more text, nesting or neighbours than any Module has. Looks
 * at each character once and parses nothing. The largest object that etcd stores has 1.5 MiB; the rest leaves room for
 * a Module of thousands of kernel mappings.
 */
export function sizeRefusal(text: string): Unread | undefined {
  if (text.length > textLimit) return unread(text, 0, `${text.length.toLocaleString('en')} characters`)
  return longLine(text) ?? deepDashes(text) ?? longRun(text) ?? deepOrLongFlow(text) ?? longValue(text)
}

/** Levels of nesting within a document that is read. */
export const depthLimit = 500

/** UTF-16 units; the other limits count characters, lines and items. */
const textLimit = 1_500_000
const lineLimit = 300_000
const runLimit = 4_000
const itemLimit = 4_000
const valueLimit = 4_096

/** What is left unread since it is nested too deeply, where only a reader of YAML can tell that it is. */
export function tooDeep(text: string, at: number): Unread {
  return unread(text, at, `more than ${depthLimit} levels of nesting`)
}

function unread(text: string, start: number, what: string): Unread {
  const newline = text.indexOf('\n', start)
  const end = newline === -1 ? text.length : newline
  return { range: { start, end: Math.min(end, start + shownLength) }, what }
}

const shownLength = 80

function longLine(text: string): Unread | undefined {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    if (end - start > lineLimit)
      return unread(text, start, `a line of ${(end - start).toLocaleString('en')} characters`)
    start = end + 1
  }
  return undefined
}

function deepDashes(text: string): Unread | undefined {
  const found = dashes.exec(text)
  return found === null ? undefined : unread(text, found.index, `more than ${depthLimit} lists in each other`)
}

const dashes = new RegExp(`(?:[-?][ \\t]+){${depthLimit}}`)

/** Keys or items of one line each, one below the other. */
function longRun(text: string): Unread | undefined {
  if (!hasManyLines(text)) return undefined
  let [indent, count, start] = [-1, 0, 0]
  for (const found of text.matchAll(entryLine)) {
    const at = found[1]?.length ?? 0
    if (at !== indent) [indent, count, start] = [at, 0, found.index]
    count += 1
    if (count > runLimit) {
      return unread(text, start + at, `more than ${runLimit.toLocaleString('en')} lines of one list or mapping`)
    }
  }
  return undefined
}

function hasManyLines(text: string): boolean {
  if (/[\r\u2028\u2029]/.test(text)) return true
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && count <= runLimit; at = text.indexOf('\n', at + 1)) count += 1
  return count >= runLimit
}

const entryLine = /^( *)(?:- |-$|[^\s#'"-][^\s:]*:(?:\s|$)|["'][^\n"']*["']:(?:\s|$))/gm

/** Brackets that stand where a value begins, with what is between them. */
function deepOrLongFlow(text: string): Unread | undefined {
  let [depth, items, start] = [0, 0, 0]
  flowToken.lastIndex = 0
  for (let found = flowToken.exec(text); found !== null; found = flowToken.exec(text)) {
    const [token] = found
    const at = found.index
    if (token === '[' || token === '{') {
      if (!beginsValue(text, at, depth)) continue
      if (depth === 0) [items, start] = [0, at]
      depth += 1
      if (depth > depthLimit) return unread(text, start, `more than ${depthLimit} brackets in each other`)
    } else if (depth > 0 && (token === ']' || token === '}')) depth -= 1
    else if (depth > 0 && token === ',') {
      items += 1
      if (items > itemLimit) {
        return unread(text, start, `more than ${itemLimit.toLocaleString('en')} items between brackets`)
      }
    } else if ((token === '"' || token === "'") && beginsValue(text, at, depth))
      flowToken.lastIndex = quoteEnd(text, at)
  }
  return undefined
}

const flowToken = /[[\]{},"']/g

function beginsValue(text: string, at: number, depth: number): boolean {
  const before = text[at - 1] ?? '\n'
  return blank.test(before) || (depth > 0 && '[{,:"\''.includes(before))
}

/** White space and whatever ends a line in YAML 1.1. */
const blank = /[\s\u0085]/

/** Behind the quote that ends what begins at `at`; behind the first where nothing ends it. */
function quoteEnd(text: string, at: number): number {
  const quote = text[at]
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\' && quote === '"') end += 1
    else if (text[end] === quote) return end + 1
  }
  return at + 1
}

/** Of the values that are looked into character by character. */
function longValue(text: string): Unread | undefined {
  if (text.length <= valueLimit) return undefined
  longKey.lastIndex = 0
  while (longKey.test(text)) {
    const behind = longKey.lastIndex
    nextKey.lastIndex = behind
    // Most values are short, and an object for each to say so costs more than to look.
    if (nextKey.test(text) && nextKey.lastIndex - behind < valueLimit / 2) continue
    const { 0: colon = '', 1: key } = /(\w+)["']?:$/.exec(text.slice(Math.max(0, behind - 20), behind)) ?? []
    nextKey.lastIndex = behind
    const end = nextKey.exec(text)?.index ?? text.length
    const index = behind - colon.length
    if (end - index > valueLimit) {
      return unread(text, index, `a \`${key}\` of more than ${valueLimit.toLocaleString('en')} characters`)
    }
  }
  return undefined
}

const longKey = /\b(?:regexp|containerImage|unsignedImage)["']?:/g

/** Also a comment ends a value, and many of them are no long one. */
const nextKey = /\n[ \t]*(?:#|-(?=\s)|(?:- +)*["']?[A-Za-z][\w.\\/-]*["']?:(?=\s))/g
