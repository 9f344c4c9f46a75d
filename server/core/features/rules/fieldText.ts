import type { Field, KmmModule } from '../../kmm/kmmModule.ts'
import { scalarOffsets } from '../../yaml/scalarOffsets.ts'
import { isTagged, quoted, removePairEdit } from '../../yaml/yamlEdit.ts'
import type { Path, Range, YamlDocument, YamlMap, YamlNode } from '../../yaml/yamlNode.ts'
import { childOf, mapOf, nodeAt, pairOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'

/** Where a part of a field's text is written in the document; the whole field where the text does not lead back to it. */
export function partRange(document: YamlDocument, field: Field<string>, part: Range): Range {
  const node = nodeAt(document.root, field.path)
  if (node?.type !== 'scalar' || node.text !== field.value) return field.range
  return scalarOffsets(document.text, node)?.sourceRange(part) ?? field.range
}

/** Replaces a field's text, in its own quotes where they can hold it; `undefined` for a value that came by alias. */
export function replaceText(module: KmmModule, field: Field<string>, text: string, title: string): Fix | undefined {
  const { document, root } = module
  const node = nodeAt(root, field.path)
  if (node?.type !== 'scalar' || node.alias !== undefined || isTagged(document, node)) return undefined
  const newText = rewritten(document, node.range, field.path, root, text)
  // A block scalar ends with its last line break.
  const end =
    node.range.end - (/[ \t\r\n]*$/.exec(document.text.slice(node.range.start, node.range.end))?.[0].length ?? 0)
  return { title, edits: [{ range: { start: node.range.start, end }, newText }] }
}

function rewritten(document: YamlDocument, range: Range, path: Path, root: YamlNode, text: string): string {
  const quote = document.text[range.start]
  if (quote === "'" && !text.includes("'")) return `'${text}'`
  if (quote === '"' || quote === "'") return quoted(text)
  const plain =
    /^[A-Za-z0-9./][A-Za-z0-9./_@$(){}+-]*(:[A-Za-z0-9./_@$(){}+-]+)*$/.test(text) && /[A-Za-z]{2}/.test(text)
  return plain && !(/[{}]/.test(text) && isInFlow(root, path)) ? text : quoted(text)
}

/** Whether a place is within `{…}` or `[…]`, where braces mean something. */
function isInFlow(root: YamlNode, path: Path): boolean {
  return path.some((_, at) => {
    const node = nodeAt(root, path.slice(0, at))
    return node !== undefined && node.type !== 'scalar' && node.flow
  })
}

/** The key of a path, to point at a field as a whole; the nearest key above where it is absent. */
export function keyRange(module: KmmModule, path: Path): Range {
  for (let length = path.length; length > 0; length -= 1) {
    const step = path[length - 1]
    const owner = nodeAt(module.root, path.slice(0, length - 1))
    if (typeof step === 'number') {
      const item = owner?.type === 'list' ? owner.items[step] : undefined
      if (item !== undefined) return headOf(item)
      continue
    }
    const pair = step === undefined ? undefined : pairOf(owner, step)
    if (pair !== undefined) return pair.key.range
  }
  return module.root.range
}

function headOf(node: YamlNode): Range {
  if (node.alias !== undefined) return node.alias
  const first = node.type === 'map' && !node.flow ? node.pairs[0] : undefined
  return first?.key.range ?? node.range
}

/** Takes the key at a path out, where that leaves sound YAML. */
export function removeKeyFix(module: KmmModule, path: Path): readonly Fix[] {
  const key = path.at(-1)
  const map = mapOf(nodeAt(module.root, path.slice(0, -1)))
  const pair = typeof key === 'string' ? pairOf(map, key) : undefined
  const edit = map && pair && removePairEdit(module.document, map, pair)
  return edit ? [{ title: `Remove ${key}`, edits: [edit] }] : []
}

/** Whether a key is given with a value that is not null. */
export function isSet(node: YamlNode | undefined, key: string): boolean {
  const value = childOf(node, key)
  return value !== undefined && !(value.type === 'scalar' && value.value === null)
}

/** The text of a field, empty when it is absent; `undefined` when it is there but no text, or from a template. */
export function textOrEmpty(node: YamlNode | undefined, key: string): string | undefined {
  const value = childOf(node, key)
  if (value === undefined) return ''
  if (value.type !== 'scalar' || value.templated === true) return undefined
  return typeof value.value === 'string' ? value.value : undefined
}

/** The texts of a list; `undefined` when it is absent, no list, or holds something else. */
export function textsOf(node: YamlNode | undefined, key: string): readonly string[] | undefined {
  const list = childOf(node, key)
  if (list?.type !== 'list') return undefined
  const texts = list.items.map((item) => (item.type === 'scalar' && item.templated !== true ? item.value : undefined))
  return texts.every((text) => typeof text === 'string') ? texts : undefined
}

/** Mappings below a list at a path, with their own paths. */
export function mapsOf(module: KmmModule, path: Path): readonly { readonly map: YamlMap; readonly path: Path }[] {
  const list = nodeAt(module.root, path)
  if (list?.type !== 'list') return []
  return list.items.flatMap((item, at) => (item.type === 'map' ? [{ map: item, path: [...path, at] }] : []))
}
