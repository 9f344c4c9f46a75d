import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  type DocumentSymbol,
  type Location,
  SymbolKind,
  type WorkspaceEdit,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Highlight } from '../core/features/highlights.ts'
import type { DocumentLink as CoreLink } from '../core/features/links.ts'
import type { FileEdits, NamePlace } from '../core/features/namePlaces.ts'
import type { SymbolKind as CoreSymbolKind, OutlineSymbol } from '../core/features/symbols.ts'
import { toRange } from './convert.ts'

const symbolKinds: Readonly<Record<CoreSymbolKind, SymbolKind>> = {
  document: SymbolKind.Module,
  mapping: SymbolKind.Event,
  map: SymbolKind.Object,
  list: SymbolKind.Array,
  text: SymbolKind.String,
  number: SymbolKind.Number,
  boolean: SymbolKind.Boolean,
  null: SymbolKind.Null,
}

/** A line of the outline with those below it. */
export function toDocumentSymbol(document: TextDocument, symbol: OutlineSymbol): DocumentSymbol {
  return {
    name: symbol.name,
    ...(symbol.detail === '' ? {} : { detail: symbol.detail }),
    kind: symbolKinds[symbol.kind],
    range: toRange(document, symbol.range),
    selectionRange: toRange(document, symbol.selection),
    ...(symbol.children.length === 0
      ? {}
      : { children: symbol.children.map((child) => toDocumentSymbol(document, child)) }),
  }
}

/** A link of an open document. */
export function toDocumentLink(document: TextDocument, { range, target, tooltip }: CoreLink): DocumentLink {
  return { range: toRange(document, range), target, tooltip }
}

/** A highlight of an open document. */
export function toHighlight(document: TextDocument, { range, role }: Highlight): DocumentHighlight {
  const kind = role === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read
  return { range: toRange(document, range), kind }
}

/** A place in any file, open or not. */
export function toLocation({ uri, text, use }: NamePlace): Location {
  return { uri, range: toRange(textOf(uri, text), use.range) }
}

/** Edits of several files, open or not. */
export function toWorkspaceEdit(files: readonly FileEdits[]): WorkspaceEdit {
  const changes = files.map(({ uri, text, edits }) => {
    const document = textOf(uri, text)
    return [uri, edits.map(({ range, newText }) => ({ range: toRange(document, range), newText }))] as const
  })
  return { changes: Object.fromEntries(changes) }
}

function textOf(uri: string, text: string): TextDocument {
  return TextDocument.create(uri, 'yaml', 0, text)
}
