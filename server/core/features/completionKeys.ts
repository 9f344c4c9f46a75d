import type { FieldSchema } from '../schema/fieldSchema.ts'
import { wordsAt } from '../schema/fieldWords.ts'
import type { Path } from '../yaml/yamlNode.ts'
import { type CompletionItem, type Piece, renderPieces } from './completionItem.ts'
import { keySortText } from './completionOrder.ts'
import { type CompletionRequest, insertion, type MemberPlace } from './completionRequest.ts'
import { itemScaffold, lineBreak, quotedKey, valueScaffold } from './completionScaffold.ts'
import { knownValues } from './completionValues.ts'
import { typeWords } from './hoverField.ts'
import { mappingSnippets } from './moduleSnippets.ts'

/** Every key that the map at the cursor may hold and does not. */
export function keyItems(request: CompletionRequest, place: MemberPlace): readonly CompletionItem[] {
  const { schema, context } = request
  return Object.entries(schema.properties ?? {})
    .filter(([key]) => !place.present.includes(key))
    .map(([key, child]) => {
      const path = [...context.path, key]
      const words = wordsAt(request.kind.kind, path)
      const required = schema.required?.includes(key) ?? false
      const deprecated = words?.deprecated !== undefined
      const rank = { required, deprecated, present: place.present }
      const hasValues = isScalar(child) && knownValues(request, child, path).length > 0
      return {
        label: key,
        kind: 'key',
        detail: words?.title ?? typeWords(child),
        about: aboutOf(request, path),
        sortText: keySortText(context.path, key, rank),
        ...insertion(request, place, keyPieces(request, place, key, child, hasValues)),
        ...(deprecated && { deprecated }),
        ...(hasValues && !context.hasColon && { retrigger: true }),
      }
    })
}

/** A new item for the list at the cursor, or one for each value that is known. */
export function listItems(request: CompletionRequest, place: MemberPlace): readonly CompletionItem[] {
  const { schema, context, layout } = request
  const path = [...context.path, context.index]
  const item = schema.items
  if (item === undefined) return []
  const pieces = itemScaffold(schema, context.path, place.column, layout)
  const label = renderPieces(pieces).insertText.split(/\r?\n/)[0]?.trimEnd() ?? '-'
  const words = wordsAt(request.kind.kind, path)
  const whole: CompletionItem = {
    label,
    kind: 'key',
    detail: words?.title ?? 'New item',
    about: aboutOf(request, path),
    sortText: '5',
    filterText: [label, ...Object.keys(item.properties ?? {})].join(' '),
    ...insertion(request, place, pieces),
  }
  const known = isScalar(item) ? knownValues(request, item, path) : []
  return [
    ...known.map((value) => ({
      label: `- ${value.text}`,
      kind: 'value' as const,
      ...(value.detail && { detail: value.detail }),
      sortText: `0${value.sortText}`,
      ...insertion(request, place, [`- ${value.text}`]),
    })),
    whole,
    ...mappingItems(request, place),
  ]
}

/** Whole mappings, where one may begin; their regexps and images are for a person to change. */
function mappingItems(request: CompletionRequest, place: MemberPlace): readonly CompletionItem[] {
  const { context, layout } = request
  if (context.path.at(-1) !== 'kernelMappings' || layout.flow) return []
  const below = lineBreak(layout, place.column + 2)
  return mappingSnippets.map(({ label, detail, lines }, at) => ({
    label,
    kind: 'snippet',
    detail,
    filterText: `- ${label} regexp literal`,
    sortText: `7${at}`,
    ...insertion(request, place, ['- ', ...lines.flatMap((line, row) => (row === 0 ? line : [...below, ...line]))]),
  }))
}

export function isScalar(schema: FieldSchema): boolean {
  return schema.type !== 'object' && schema.type !== 'array' && schema.type !== 'any'
}

function keyPieces(
  { context, layout }: CompletionRequest,
  place: MemberPlace,
  key: string,
  child: FieldSchema,
  hasValues: boolean,
): readonly Piece[] {
  if (context.hasColon) return [key]
  const written = `${quotedKey(key, layout).slice(layout.quote.length)}:`
  if (hasValues) return [`${written} `]
  return [written, ...valueScaffold(child, [...context.path, key], place.column, layout)]
}

function aboutOf({ kind }: CompletionRequest, path: Path): NonNullable<CompletionItem['about']> {
  return { kind: kind.kind, apiVersion: kind.apiVersion, path }
}
