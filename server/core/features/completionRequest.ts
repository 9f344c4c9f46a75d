import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import type { FieldSchema } from '../schema/fieldSchema.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import type { CompletionContext } from './completionContext.ts'
import { type CompletionItem, type Piece, renderPieces } from './completionItem.ts'
import type { Layout } from './completionScaffold.ts'
import type { DocumentKind } from './documentKind.ts'
import { indentStep, listsAreFlush } from './documentLayout.ts'

/** What the parts of completion need to know. */
export interface CompletionRequest {
  readonly document: YamlDocument
  readonly offset: number
  readonly kind: DocumentKind
  readonly context: CompletionContext
  /** schema of `context.path` */
  readonly schema: FieldSchema
  readonly layout: Layout
  readonly cluster: ClusterFacts
}

/** How the text around the cursor is laid out. */
export function layoutOf(text: string, context: CompletionContext, hub: boolean): Layout {
  return {
    step: indentStep(text),
    flushLists: listsAreFlush(text),
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
    flow: context.place === 'flow',
    quote: context.quote,
    hub,
  }
}

/** Where new members go: where the cursor is, or on a new line below the key. */
export interface MemberPlace {
  readonly column: number
  readonly present: readonly string[]
  /** what goes before the first new text, and from where on it replaces */
  readonly before: readonly Piece[]
  readonly start: number
}

/** The pieces as an edit at the cursor. */
export function insertion(
  { context }: CompletionRequest,
  place: MemberPlace,
  pieces: readonly Piece[],
): Pick<CompletionItem, 'range' | 'insertText' | 'snippet'> {
  // The closing quote is replaced too: the new text brings its own, and a colon behind it.
  const end = context.range.end + (context.closed && !context.hasColon ? 1 : 0)
  return { range: { start: place.start, end }, ...renderPieces([...place.before, ...pieces, context.trail ?? '']) }
}
