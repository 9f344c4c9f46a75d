import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { systemClock } from '../cluster/clock.ts'
import type { Environment } from '../cluster/kubeconfig.ts'
import { createLanguageService, type LanguageService } from '../core/languageService.ts'
import { createSession, type Session } from '../session/session.ts'
import type { ModuleCommandParts } from './applyAndLoad.ts'
import { type Client, clientOf } from './clientTraits.ts'
import { registerCommands } from './commands.ts'
import { createConnector } from './connector.ts'
import { documentDiagnostics } from './documentDiagnostics.ts'
import { registerFeatures } from './features.ts'
import { createModuleRuns } from './moduleRuns.ts'
import {
  effectiveScheme,
  kernelReportScheme,
  runDocumentScheme,
  type Settings,
  serverCommands,
  type TrustChange,
  trustChanged,
} from './protocol.ts'
import { createRefresher, type Refresher } from './refresher.ts'
import { createRefusals } from './refusals.ts'
import { createRunConsole } from './runConsole.ts'
import { registerSemanticTokens, semanticTokensOptions } from './semanticTokens.ts'
import { defaultSettings, parseSettings } from './settings.ts'
import { tell } from './tell.ts'

/** The process around the server, handed in. */
export interface ServerEnvironment {
  readonly env: Environment
  /** the user's home folder */
  readonly home: string
  readonly version: string
  /** address of docs/rules.md, which ships beside the bundle */
  readonly rulesPage: string
}

/** Puts every handler onto a connection; the caller makes it listen. */
export function startServer(connection: Connection, environment: ServerEnvironment): void {
  const documents = new TextDocuments(TextDocument)
  const service = createLanguageService()
  let settings: Settings = defaultSettings
  let session: Session | undefined

  connection.onInitialize((params): InitializeResult => {
    const client = clientOf(params, environment.rulesPage)
    const live = createSession({
      ...environment,
      clock: systemClock,
      selectors: () => selectorsOf(documents, service),
      onPluginOutput: (text) => tell(connection, 'info', text.trim()),
      onChange: () => refresher.refresh(),
    })
    session = live
    live.setTrusted(client.trusted)
    const refusals = createRefusals(() => refresher.refresh())
    const console = createRunConsole(connection, client)
    const diagnosticsOf = documentDiagnostics({ client, session: live, service, refusals, console })
    const refresher = createRefresher({ connection, client, session: live, documents, diagnosticsOf })
    const runs = createModuleRuns({ connection, client, session: live, console })
    const connector = createConnector({ connection, client, session: live, settings: () => settings })
    const parts: ModuleCommandParts = {
      connection,
      client,
      session: live,
      service,
      documents,
      runs,
      refusals,
      settings: () => settings,
      ensureConnected: connector.ensureConnected,
    }
    registerFeatures({ connection, client, session: live, service, documents, diagnosticsOf, epoch: refresher.epoch })
    registerSemanticTokens({ connection, client, service, documents })
    registerCommands(parts, connector, console)
    trackDocuments({ documents, service, session: live, refresher })

    connection.onNotification(trustChanged, ({ trusted }: TrustChange) => live.setTrusted(trusted))
    connection.onInitialized(async () => {
      settings = await readSettings(connection, client)
      if (client.watchesConfiguration)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'kmm' })
      connection.onDidChangeConfiguration(async () => {
        settings = await readSettings(connection, client)
      })
      if (settings.cluster.connect === 'auto' && client.trusted) await connector.connect({})
      else refresher.refresh()
    })
    connection.onShutdown(() => {
      runs.stopAll()
      live.close()
    })
    return answerTo(client)
  })
  connection.onExit(() => session?.close())
  documents.listen(connection)
}

function answerTo(client: Client): InitializeResult {
  return {
    serverInfo: { name: 'kmm-language-server' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      completionProvider: { triggerCharacters: ['$', '{', '"', "'"], resolveProvider: true },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      codeLensProvider: {},
      inlayHintProvider: {},
      documentSymbolProvider: true,
      documentLinkProvider: {},
      documentHighlightProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      ...(client.tokenTypes.length > 0 ? { semanticTokensProvider: semanticTokensOptions(client.tokenTypes) } : {}),
      executeCommandProvider: { commands: Object.values(serverCommands) },
      workspace: { textDocumentContent: { schemes: [runDocumentScheme, effectiveScheme, kernelReportScheme] } },
      ...(client.pullsDiagnostics
        ? { diagnosticProvider: { identifier: 'kmm', interFileDependencies: false, workspaceDiagnostics: false } }
        : {}),
    },
  }
}

interface DocumentParts {
  readonly documents: TextDocuments<TextDocument>
  readonly service: LanguageService
  readonly session: Session
  readonly refresher: Refresher
}

/** Open documents decide which nodes are watched. */
function trackDocuments({ documents, service, session, refresher }: DocumentParts): void {
  const want = () => session.wantSelectors(selectorsOf(documents, service))
  documents.onDidChangeContent(({ document }) => {
    if (session.cluster !== undefined) want()
    refresher.push(document)
  })
  documents.onDidClose(({ document }) => {
    service.forget(document.uri)
    want()
    refresher.clear(document)
  })
}

function selectorsOf(documents: TextDocuments<TextDocument>, service: LanguageService): ReadonlySet<string> {
  return new Set(documents.all().flatMap((text) => service.selectors({ uri: text.uri, text: text.getText() })))
}

async function readSettings(connection: Connection, client: Client): Promise<Settings> {
  if (!client.configuration) return defaultSettings
  return parseSettings(await connection.workspace.getConfiguration('kmm'))
}
