import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { systemClock } from '../cluster/clock.ts'
import type { Environment } from '../cluster/kubeconfig.ts'
import { parseTarget } from '../core/features/parseTarget.ts'
import { createLanguageService, type LanguageService } from '../core/languageService.ts'
import { createSession, type Session } from '../session/session.ts'
import type { ModuleCommandParts } from './applyAndLoad.ts'
import { type Client, clientOf } from './clientTraits.ts'
import { registerCommands } from './commands.ts'
import { createConnector } from './connector.ts'
import { documentDiagnostics } from './documentDiagnostics.ts'
import { registerFeatures } from './features.ts'
import { detach } from './guard.ts'
import { createModuleRuns } from './moduleRuns.ts'
import { createNeighbours } from './neighbours.ts'
import {
  dismissRun,
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
import { createWorkspaceFiles, type WorkspaceFiles } from './workspaceFiles.ts'

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
    const workspace = createWorkspaceFiles(client.folders, () => refresher.refresh())
    const neighbours = createNeighbours({
      client,
      session: live,
      service,
      documents,
      settings: () => settings,
      workspace,
    })
    const diagnosticsOf = documentDiagnostics({ client, session: live, service, refusals, console, neighbours })
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
      surroundings: neighbours.surroundings,
      ensureConnected: connector.ensureConnected,
    }
    const { epoch } = refresher
    registerFeatures({ connection, client, service, documents, diagnosticsOf, epoch, neighbours })
    registerSemanticTokens({ connection, client, service, documents })
    registerCommands(parts, connector, console)
    trackDocuments({ documents, service, session: live, refresher })

    const tellUnknownTarget = () => {
      const target = parseTarget(settings.targetVersion, settings.targetEdition)
      if (target === undefined || 'version' in target) return
      tell(connection, 'warning', `Settings of KMM: ${target.sentence}; the newest counts until then.`)
    }

    connection.onNotification(trustChanged, ({ trusted }: TrustChange) => live.setTrusted(trusted))
    connection.onInitialized(async () => {
      settings = await readSettings(connection, client)
      tellUnknownTarget()
      if (client.watchesConfiguration)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'kmm' })
      connection.onDidChangeConfiguration(async () => {
        settings = await readSettings(connection, client)
        tellUnknownTarget()
        refresher.refresh()
      })
      detach(connection, 'workspace files', watchFiles(connection, client, workspace))
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
      executeCommandProvider: { commands: [...Object.values(serverCommands), dismissRun] },
      workspace: { textDocumentContent: { schemes: [runDocumentScheme, effectiveScheme, kernelReportScheme] } },
      ...(client.pullsDiagnostics
        ? { diagnosticProvider: { identifier: 'kmm', interFileDependencies: true, workspaceDiagnostics: false } }
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
  documents.onDidChangeContent(() => {
    if (session.cluster !== undefined) want()
    // What stands in one file may be about another.
    for (const one of documents.all()) refresher.push(one)
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

/** Reads the YAML files of the workspace, and again those that the client says have changed. */
async function watchFiles(connection: Connection, client: Client, workspace: WorkspaceFiles): Promise<void> {
  connection.onDidChangeWatchedFiles(({ changes }) =>
    detach(connection, 'workspace/didChangeWatchedFiles', workspace.changed(changes.map(({ uri }) => uri))),
  )
  if (client.watchesFiles) {
    const watchers = [{ globPattern: '**/*.{yaml,yml}' }]
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  }
  await workspace.read()
}

async function readSettings(connection: Connection, client: Client): Promise<Settings> {
  if (!client.configuration) return defaultSettings
  return parseSettings(await connection.workspace.getConfiguration('kmm'))
}
