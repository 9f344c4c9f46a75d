import type { YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import type { BlockLines } from './blockLines.ts'
import { flowCursor } from './flowCursor.ts'

/** Where the outermost brackets around the cursor open: by the tree, or where it is unfinished by the text. */
export function flowStart(
  document: YamlDocument,
  lines: BlockLines,
  lineIndex: number,
  offset: number,
): number | undefined {
  const { text } = document
  const byTree = outermostFlow(document.root, offset)
  const candidates = byTree === undefined ? [] : [byTree]
  // An open bracket's collection may end, to the parser, before the blank that the cursor stands on.
  for (let at = lineIndex; at >= 0 && at >= lineIndex - 50; at--) {
    const line = lines.line(at)
    const valueStart = line.entries.at(-1)?.end ?? line.start
    const bracket = /^\s*[{[](?!\{)/.exec(text.slice(valueStart, line.end))
    if (bracket !== null) candidates.push(valueStart + bracket[0].length - 1)
    if (at < lineIndex && lines.indent(at) !== undefined && line.entries.length > 0) break
  }
  return candidates.find((start) => start < offset && flowIsOpen(text, start, offset))
}

function flowIsOpen(text: string, start: number, offset: number): boolean {
  return flowCursor(text, start, offset) !== undefined || closesBehind(text, start, offset)
}

/** Within brackets, though nothing can be written there. */
function closesBehind(text: string, start: number, offset: number): boolean {
  let depth = 0
  for (let at = start; at < offset; at++) {
    if (text[at] === '{' || text[at] === '[') depth++
    else if (text[at] === '}' || text[at] === ']') depth--
  }
  return depth > 0
}

function outermostFlow(root: YamlNode | undefined, offset: number): number | undefined {
  let node = root
  while (node !== undefined && node.type !== 'scalar' && node.alias === undefined) {
    if (node.flow) return node.range.start
    const children: readonly YamlNode[] =
      node.type === 'list' ? node.items : node.pairs.filter((pair) => !pair.merged).map((pair) => pair.value)
    node = children.find(
      (child) => child.range.start < offset && offset <= child.range.end && child.alias === undefined,
    )
  }
  return undefined
}

/** A quoted text of several lines around the cursor. */
export function startsInEarlierLine(root: YamlNode | undefined, offset: number, lineStart: number): boolean {
  let node = root
  while (node !== undefined && node.alias === undefined) {
    if (node.type === 'scalar') {
      return (
        (node.style === 'single' || node.style === 'double') && node.range.start < lineStart && offset < node.range.end
      )
    }
    const children: readonly YamlNode[] =
      node.type === 'list' ? node.items : node.pairs.filter((pair) => !pair.merged).map((pair) => pair.value)
    node = children.find((child) => child.range.start < offset && offset < child.range.end)
  }
  return false
}
