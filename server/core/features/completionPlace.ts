import { lineStart } from '../yaml/lineStart.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import { nodeAt } from '../yaml/yamlPath.ts'
import type { CompletionRequest, MemberPlace } from './completionRequest.ts'
import { lineBreak } from './completionScaffold.ts'

/** Where members of the map or list at the cursor go; `undefined` where none fit. */
export function memberPlace(request: CompletionRequest): MemberPlace | undefined {
  const { context, document, schema } = request
  const { column, present, range, typed } = context
  if (context.place === 'flow') {
    if (context.role !== 'member') return undefined
    const before = context.lead === '' ? [] : [context.lead]
    return { column, present, before, start: range.start }
  }
  const node = nodeAt(document.root, context.path)
  if (node !== undefined && node.type !== 'scalar' && node.flow) return undefined
  if (context.place === 'inline') {
    const isEmpty = typed === '' && range.start === range.end && context.quote === ''
    return isEmpty ? placeBelow(request, schema.type === 'array') : undefined
  }
  const moved = placeBesideOthers(request)
  if (moved !== undefined) return moved
  return { column, present, before: context.lead === '' ? [] : [context.lead], start: range.start }
}

/** On a new line below the key that the cursor stands behind. */
function placeBelow({ context, layout, document }: CompletionRequest, isList: boolean): MemberPlace {
  let start = context.range.start
  while (document.text[start - 1] === ' ') start--
  const hasChildren = nodeAt(document.root, context.path)?.type !== 'scalar'
  const flush = isList && layout.flushLists && !hasChildren ? layout.step : 0
  const column = context.column - flush
  return { column, present: context.present, before: lineBreak(layout, column), start }
}

/** A new line that is indented otherwise than the other keys or dashes is moved beside them. */
function placeBesideOthers({ document, context, offset }: CompletionRequest): MemberPlace | undefined {
  const { column, range, hasColon, quote, path } = context
  const start = lineStart(document.text, range.start)
  const isAlone = /^ *$/.test(document.text.slice(start, range.start))
  if (hasColon || quote !== '' || !isAlone) return undefined
  const node = nodeAt(document.root, path)
  const pairs = node?.type === 'map' && node.alias === undefined ? node.pairs : []
  const others = pairs.filter(({ key, merged }) => !merged && (offset < key.range.start || key.range.end < offset))
  const first = node?.type === 'list' && node.alias === undefined ? node.range : others[0]?.key.range
  const wanted = first === undefined ? column : columnOf(document, first.start)
  if (wanted === column && !context.misplaced) return undefined
  const present = wanted === column ? context.present : others.map((pair) => pair.key.text)
  return { column: wanted, present, before: [' '.repeat(wanted)], start }
}

function columnOf(document: YamlDocument, offset: number): number {
  return offset - lineStart(document.text, offset)
}
