import type { InitializeParams } from 'vscode-languageserver/node'
import type { TokenType } from '../core/features/semanticTokens.ts'
import type { ClientTraits, CommandNames } from '../core/features/surroundings.ts'
import { type InitializationOptions, type Surface, serverCommands } from './protocol.ts'
import { ruleDocs } from './ruleDocs.ts'
import { knownTokenTypes } from './semanticTokens.ts'

/** What the client can do and wants, read once from `initialize`. */
export interface Client extends ClientTraits {
  readonly trusted: boolean
  /** address that explains a problem's id */
  readonly ruleDocs: (id: string) => string
  readonly surfaces: ReadonlySet<Surface>
  readonly snippets: boolean
  readonly suggestAgain: string | undefined
  readonly pullsDiagnostics: boolean
  readonly refreshesDiagnostics: boolean
  readonly refreshesInlayHints: boolean
  readonly refreshesCodeLenses: boolean
  /** texts of read-only documents can change while they are shown */
  readonly refreshesContent: boolean
  readonly showsDocuments: boolean
  readonly configuration: boolean
  readonly progress: boolean
  readonly watchesConfiguration: boolean
  readonly watchesFiles: boolean
  /** URIs */
  readonly folders: readonly string[]
  /** the types of semantic tokens that it draws, as our legend orders them */
  readonly tokenTypes: readonly TokenType[]
}

/** Reads capabilities and our own options; `rulesPage` is the address of docs/rules.md; what is missing or of a wrong type counts as not said. */
export function clientOf(params: InitializeParams, rulesPage: string): Client {
  const { capabilities, initializationOptions } = params
  const options = optionsOf(initializationOptions)
  const { workspace, textDocument, window } = capabilities
  return {
    trusted: options.trusted !== false,
    surfaces: new Set(Array.isArray(options.surfaces) ? options.surfaces : []),
    icons: options.icons === true,
    ruleDocs: ruleDocs(rulesPage),
    yamlErrorsElsewhere: options.yamlErrorsElsewhere === true,
    commands: commandsOf(options),
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    suggestAgain: typeof options.suggestAgain === 'string' ? options.suggestAgain : undefined,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesContent: workspace?.textDocumentContent !== undefined,
    showsDocuments: window?.showDocument?.support === true,
    configuration: workspace?.configuration === true,
    progress: window?.workDoneProgress === true,
    tokenTypes: knownTokenTypes(textDocument?.semanticTokens),
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: foldersOf(params),
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
  }
}

/** Clients of before LSP 3.6 know one folder only. */
function foldersOf({ workspaceFolders, rootUri }: Pick<InitializeParams, 'workspaceFolders' | 'rootUri'>) {
  return workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : [])
}

function optionsOf(value: unknown): InitializationOptions {
  return typeof value === 'object' && value !== null ? value : {}
}

function commandsOf({ commands = {} }: InitializationOptions): CommandNames {
  return {
    applyAndLoad: commands.applyAndLoad ?? serverCommands.applyAndLoad,
    connect: commands.connect ?? serverCommands.connect,
    showLog: commands.showLog ?? serverCommands.showLog,
    stopRun: commands.stopRun ?? serverCommands.stopRun,
  }
}
