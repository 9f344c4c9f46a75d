import { templateParts } from '../kmm/imageTemplate.ts'
import type { Field, KmmModule } from '../kmm/kmmModule.ts'
import { type RegexpPartKind, regexpParts } from '../kmm/regexpParts.ts'
import { templatedFields } from '../kmm/templatedFields.ts'
import { type ScalarOffsets, scalarOffsets } from '../yaml/scalarOffsets.ts'
import type { Range } from '../yaml/yamlNode.ts'
import { nodeAt } from '../yaml/yamlPath.ts'

/** Token types, all of LSP's own; the order is that of the server's legend. */
export const tokenTypes = ['string', 'regexp', 'keyword', 'operator', 'class', 'variable'] as const

export type TokenType = (typeof tokenTypes)[number]

/** A coloured piece of the text, on one line; offsets of the document. */
export interface SemanticToken {
  readonly range: Range
  readonly type: TokenType
}

const regexpTypes: Readonly<Record<RegexpPartKind, TokenType | undefined>> = {
  literal: 'string',
  quoted: 'string',
  escape: 'regexp',
  control: 'regexp',
  any: 'class',
  class: 'class',
  shortClass: 'class',
  begin: 'keyword',
  end: 'keyword',
  boundary: 'keyword',
  flags: 'keyword',
  open: 'operator',
  close: 'operator',
  alternation: 'operator',
  quantifier: 'operator',
  invalid: undefined,
}

/** Colours of the two small languages in a Module: regexps of mappings and image templates, and nothing else. In order. */
export function semanticTokens(module: KmmModule): readonly SemanticToken[] {
  const regexps = module.kernelMappings.flatMap(({ regexp }) =>
    regexp === undefined || regexp.value.includes('{{') ? [] : fieldTokens(module, regexp, regexpPieces(regexp.value)),
  )
  const templates = templatedFields(module).flatMap(({ field, variables }) =>
    fieldTokens(module, field, templatePieces(field.value, variables)),
  )
  const sorted = [...regexps, ...templates].sort((a, b) => a.range.start - b.range.start)
  // What stands at an anchor is met once for each alias.
  return sorted.filter((token, at) => token.range.start >= (sorted[at - 1]?.range.end ?? 0))
}

interface Piece {
  readonly range: Range
  readonly type: TokenType
}

function regexpPieces(pattern: string): readonly Piece[] {
  return regexpParts(pattern).flatMap(({ kind, range }) => {
    const type = regexpTypes[kind]
    return type === undefined ? [] : [{ range, type }]
  })
}

/** `${` and `}` and the name between; names that KMM does not know stay as they are. */
function templatePieces(template: string, variables: readonly string[]): readonly Piece[] {
  return templateParts(template).flatMap(({ range, name, nameRange, unclosed }) => {
    if (unclosed || !variables.includes(name)) return []
    const before = { start: range.start, end: nameRange.start }
    const isBraced = range.end > nameRange.end
    return [
      { range: before, type: 'operator' as const },
      { range: nameRange, type: 'variable' as const },
      ...(isBraced ? [{ range: { start: range.end - 1, end: range.end }, type: 'operator' as const }] : []),
    ]
  })
}

function fieldTokens(module: KmmModule, field: Field<string>, pieces: readonly Piece[]): readonly SemanticToken[] {
  const { document, root } = module
  const node = nodeAt(root, field.path)
  if (node?.type !== 'scalar' || node.text !== field.value || pieces.length === 0) return []
  const offsets = scalarOffsets(document.text, node)
  return offsets === undefined ? [] : pieces.flatMap((piece) => onOneLine(document.text, piece, offsets))
}

function onOneLine(text: string, { range, type }: Piece, offsets: ScalarOffsets): readonly SemanticToken[] {
  const source = offsets.sourceRange(range)
  return source.end > source.start && !text.slice(source.start, source.end).includes('\n')
    ? [{ range: source, type }]
    : []
}
