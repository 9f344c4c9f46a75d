import { itemLines } from './itemLines.ts'
import { columnOf, quoted, type YamlEdit } from './yamlEdit.ts'
import type { YamlDocument, YamlList } from './yamlNode.ts'

/** Takes an item out of a list of several, with its lines or its comma; `undefined` where its place is not clear. */
export function removeItemEdit(document: YamlDocument, list: YamlList, index: number): YamlEdit | undefined {
  const item = list.items[index]
  if (item === undefined || item.alias !== undefined || list.items.length < 2) return undefined
  if (!list.flow) {
    const range = itemLines(document, list)?.[index]
    return range && { range, newText: '' }
  }
  const [before, next] = [list.items[index - 1], list.items[index + 1]]
  if (next !== undefined && next.alias === undefined)
    return { range: { start: item.range.start, end: next.range.start }, newText: '' }
  return before === undefined || before.alias !== undefined || next !== undefined
    ? undefined
    : { range: { start: before.range.end, end: item.range.end }, newText: '' }
}

/** Makes several items of one scalar item, in the list's own form; `undefined` where its place is not clear. */
export function splitItemEdit(
  document: YamlDocument,
  list: YamlList,
  index: number,
  texts: readonly string[],
): YamlEdit | undefined {
  const item = list.items[index]
  if (item?.type !== 'scalar' || item.alias !== undefined || texts.length === 0) return undefined
  if (item.style === 'literal' || item.style === 'folded') return undefined
  const written = texts.map((text) => (isPlain(text) ? text : quoted(text)))
  if (list.flow) return { range: item.range, newText: written.join(', ') }
  const between = `\n${' '.repeat(columnOf(document.text, list.range.start))}- `
  return { range: item.range, newText: written.join(between) }
}

/** Text that no reader of YAML takes for anything else. */
function isPlain(text: string): boolean {
  const isWord = /^(?:-{1,2}|\/)?[A-Za-z][A-Za-z0-9_./-]*(?:=[A-Za-z0-9_./=-]*)?$/.test(text)
  return isWord && !/^(?:y|yes|n|no|on|off|true|false|null)$/i.test(text)
}
