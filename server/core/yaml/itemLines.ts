import { commentsAbove } from './commentsAbove.ts'
import { lineStart } from './lineStart.ts'
import { columnOf, type YamlEdit } from './yamlEdit.ts'
import type { Range, YamlDocument, YamlList } from './yamlNode.ts'

/** Moves an item of a block list up, before another, with its lines and comments; `undefined` where that is not clear. */
export function moveItemEdits(
  document: YamlDocument,
  list: YamlList,
  from: number,
  to: number,
): readonly YamlEdit[] | undefined {
  const lines = itemLines(document, list)
  const own = lines?.[from]
  const before = lines?.[to]
  if (own === undefined || before === undefined || to >= from) return undefined
  const moved = document.text.slice(own.start, own.end)
  return [
    { range: { start: before.start, end: before.start }, newText: moved.endsWith('\n') ? moved : `${moved}\n` },
    { range: own, newText: '' },
  ]
}

/** The lines of each item of a block list, dash and comments above included; `undefined` where items share lines, or refer to each other. */
export function itemLines(
  document: YamlDocument,
  list: YamlList & { readonly alias?: Range },
): readonly Range[] | undefined {
  const { text } = document
  if (list.flow || list.alias !== undefined || list.items.some((item) => item.alias !== undefined)) return undefined
  // An anchor must stand before its aliases.
  if (/(^|[\s[{,])[&*][\w-]/.test(text.slice(list.range.start, list.range.end))) return undefined
  const indent = columnOf(text, list.range.start)
  const dash = new RegExp(`^ {${indent}}-(?=\\s)`)
  const ranges = list.items.map(({ range }) => {
    let start = lineStart(text, range.start)
    // `-` may stand on a line of its own above the item.
    while (start > list.range.start && !dash.test(text.slice(start, start + indent + 2)))
      start = lineStart(text, start - 1)
    const isDash = dash.test(text.slice(start, start + indent + 2))
    if (!isDash) return undefined
    const comments = commentsAbove(text, start, indent, lineStart(text, list.range.start))
    return { start: comments, end: lineEnd(text, range) }
  })
  const known = ranges.filter((range) => range !== undefined)
  const isApart = known.every((range, at) => range.start >= (known[at - 1]?.end ?? 0))
  return known.length === list.items.length && isApart ? known : undefined
}

function lineEnd(text: string, range: Range): number {
  const last = range.start + text.slice(range.start, range.end).trimEnd().length
  const newline = text.indexOf('\n', Math.max(range.start, last))
  return newline === -1 ? text.length : newline + 1
}
