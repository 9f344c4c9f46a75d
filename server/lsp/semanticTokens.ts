import {
  type Connection,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensClientCapabilities,
  type SemanticTokensOptions,
  type TextDocuments,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type TokenType, tokenTypes } from '../core/features/semanticTokens.ts'
import type { LanguageService } from '../core/languageService.ts'
import { toOffsets } from './convert.ts'
import { guard } from './guard.ts'

/** The token types that a client draws, in the order of the legend; empty for a client without semantic tokens. */
export function knownTokenTypes(capabilities: SemanticTokensClientCapabilities | undefined): readonly TokenType[] {
  return tokenTypes.filter((type) => capabilities?.tokenTypes.includes(type) === true)
}

/** What the server says of its tokens (LSP 3.17, semantic tokens): the whole document or a range, no edits. */
export function semanticTokensOptions(types: readonly TokenType[]): SemanticTokensOptions {
  return { legend: { tokenTypes: [...types], tokenModifiers: [] }, full: true, range: true }
}

interface Parts {
  readonly connection: Connection
  readonly client: { readonly tokenTypes: readonly TokenType[] }
  readonly service: LanguageService
  readonly documents: TextDocuments<TextDocument>
}

/** Answers the requests for semantic tokens. */
export function registerSemanticTokens({ connection, client, service, documents }: Parts): void {
  const tokensOf = (uri: string, within?: Parameters<typeof toOffsets>[1]): SemanticTokens => {
    const document = documents.get(uri)
    const builder = new SemanticTokensBuilder()
    if (document === undefined) return builder.build()
    const wanted = within && toOffsets(document, within)
    for (const { range, type } of service.semanticTokens({ uri, text: document.getText() })) {
      const index = client.tokenTypes.indexOf(type)
      if (index === -1 || (wanted && (range.end <= wanted.start || wanted.end <= range.start))) continue
      const { line, character } = document.positionAt(range.start)
      builder.push(line, character, range.end - range.start, index, 0)
    }
    return builder.build()
  }
  connection.languages.semanticTokens.on(
    guard(connection, 'textDocument/semanticTokens/full', ({ textDocument }: { textDocument: { uri: string } }) =>
      tokensOf(textDocument.uri),
    ),
  )
  connection.languages.semanticTokens.onRange(
    guard(
      connection,
      'textDocument/semanticTokens/range',
      ({ textDocument, range }: { textDocument: { uri: string }; range: Parameters<typeof toOffsets>[1] }) =>
        tokensOf(textDocument.uri, range),
    ),
  )
}
