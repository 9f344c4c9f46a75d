import { Document, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { JsonValue } from './jsonValue.ts'
import type { Path } from './yamlNode.ts'

/** A comment to put above what a path names. */
export interface YamlComment {
  readonly path: Path
  readonly text: string
}

/**
 * Writes JSON as block YAML that a YAML 1.1 reader takes back unchanged, with comments above keys and items; several at
 * one place stand below each other. A comment whose path leads nowhere is left out. `head` stands above everything.
 */
export function writeCommentedYaml(
  value: JsonValue,
  comments: readonly YamlComment[],
  head: readonly string[],
): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false })
  for (const { path, text } of comments) addComment(document, path, ` ${oneLine(text)}`)
  return commentLines(head) + document.toString({ lineWidth: 0 })
}

/** Each text as a comment on a line of its own, whatever it holds. */
export function commentLines(texts: readonly string[]): string {
  return texts.map((text) => `${`# ${oneLine(text)}`.trimEnd()}\n`).join('')
}

/** What YAML takes for a line break, or does not take at all, becomes a blank. */
function oneLine(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]+/g, ' ')
}

function addComment(document: Document, path: Path, text: string): void {
  const last = path.at(-1)
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined
  const target = pair?.key ?? (isSeq(parent) && typeof last === 'number' ? parent.items[last] : undefined)
  if (!isNode(target)) return
  target.commentBefore = target.commentBefore ? `${target.commentBefore}\n${text}` : text
}
