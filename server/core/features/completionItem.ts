import type { Path, Range } from '../yaml/yamlNode.ts'

export type CompletionItemKind = 'key' | 'value' | 'variable' | 'snippet'

/** One proposal. Texts are final: lines carry their full indentation, so a client must insert them as they are. */
export interface CompletionItem {
  readonly label: string
  readonly kind: CompletionItemKind
  /** one line beside the label */
  readonly detail?: string
  /** markdown, where it is short; else `about` leads to it */
  readonly documentation?: string
  /** field whose documentation `completionDocumentation` gives when the client asks for it */
  readonly about?: AboutField
  /** what is replaced: within one line, and the cursor is in it */
  readonly range: Range
  readonly insertText: string
  /** the same in snippet syntax, when there are places to fill in */
  readonly snippet?: string
  /** what the typed text is compared with, when that is not the label */
  readonly filterText?: string
  readonly sortText: string
  readonly preselect?: true
  readonly deprecated?: true
  /** values are known for what was inserted: completion should be asked again at once */
  readonly retrigger?: true
}

export interface AboutField {
  readonly kind: string
  readonly apiVersion: string
  readonly path: Path
}

/** A text with places to fill in, each with what stands there at first. */
export type Piece = string | { readonly stop: string }

/** The pieces as plain text and, when there is anything to fill in, as an LSP snippet. */
export function renderPieces(pieces: readonly Piece[]): { readonly insertText: string; readonly snippet?: string } {
  const insertText = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.stop)).join('')
  if (pieces.every((piece) => typeof piece === 'string')) return { insertText }
  let stop = 0
  const snippet = pieces
    .map((piece) => (typeof piece === 'string' ? escapeSnippet(piece) : `\${${++stop}${placeholder(piece.stop)}}`))
    .join('')
  return { insertText, snippet }
}

function placeholder(text: string): string {
  return text === '' ? '' : `:${escapeSnippet(text)}`
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&')
}
