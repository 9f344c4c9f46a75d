import * as vscode from 'vscode'
import {
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node'
import {
  type ConfirmAnswer,
  type ConfirmQuestion,
  type ConnectionStatus,
  type ContextQuestion,
  confirmApply,
  type InitializationOptions,
  pickContext,
  type RunLogBatch,
  runLog,
  type serverCommands,
  status,
  type TrustChange,
  trustChanged,
} from '../server/lsp/protocol.ts'
import { announcedCommands } from './commandIds.ts'
import { documentSelector } from './documentSelector.ts'
import { serveOnlyKmm } from './serveOnlyKmm.ts'

/** What the server asks the person and shows them through us. */
export interface Surfaces {
  readonly confirmApply: (question: ConfirmQuestion, token: vscode.CancellationToken) => Promise<ConfirmAnswer>
  readonly pickContext: (question: ContextQuestion, token: vscode.CancellationToken) => Promise<string | null>
  readonly runLog: (batch: RunLogBatch) => void
  readonly status: (status: ConnectionStatus) => void
}

type ServerCommand = (typeof serverCommands)[keyof typeof serverCommands]

/** The language server as the rest of the client sees it. */
export interface Server extends vscode.Disposable {
  /** Starts the server unless it runs. Rejects when it cannot be started. */
  start(): Promise<void>
  restart(): Promise<void>
  /** Runs one of the server's commands, starting the server if need be. Rejects with the server's sentence. */
  execute(command: ServerCommand, argument: object): Promise<unknown>
  /** Sends a request of our own (`server/lsp/protocol.ts`), starting the server if need be. */
  request(method: string, param: object): Promise<unknown>
  stop(): Promise<void>
}

/**
 * The server, not started yet: the Node of this extension host runs `dist/server.cjs` over stdio, as any other editor
 * would. After a crash the language client starts it again, unless it crashes five times in three minutes.
 */
export function createServer(serverModule: string, log: vscode.LogOutputChannel, surfaces: Surfaces): Server {
  const serverOptions: ServerOptions = { module: serverModule, transport: TransportKind.stdio }
  const clientOptions: LanguageClientOptions = {
    documentSelector: [...documentSelector],
    initializationOptions,
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { isTrusted: false, supportThemeIcons: true },
    middleware: serveOnlyKmm({
      uriOf: (document) => client.code2ProtocolConverter.asUri(document.uri),
      open: async (document) => client.getFeature(didOpen).getProvider(document)?.send(document),
      close: async (document) => client.getFeature(didClose).getProvider(document)?.send(document),
    }),
  }
  const client = new LanguageClient('kmm', 'KMM', serverOptions, clientOptions)
  client.onRequest(confirmApply, surfaces.confirmApply)
  client.onRequest(pickContext, surfaces.pickContext)
  client.onNotification(runLog, surfaces.runLog)
  client.onNotification(status, surfaces.status)
  const subscriptions = [
    vscode.workspace.onDidGrantWorkspaceTrust(() => void tellTrust(client)),
    // Whatever was connected went with the process.
    client.onDidChangeState(({ newState }) => newState === State.Stopped && surfaces.status({ state: 'disconnected' })),
  ]
  return {
    start: () => client.start(),
    restart: () => client.restart(),
    execute: async (command, argument) => {
      await client.start()
      return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] })
    },
    request: async (method, param) => {
      await client.start()
      return client.sendRequest(method, param)
    },
    stop: () => client.dispose(),
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose()
    },
  }
}

const didOpen = DidOpenTextDocumentNotification.method
const didClose = DidCloseTextDocumentNotification.method

/** Asked for at each start, so that a restart says how things stand then. */
function initializationOptions(): InitializationOptions {
  return {
    trusted: vscode.workspace.isTrusted,
    commands: announcedCommands,
    surfaces: ['confirmApply', 'pickContext', 'runLog', 'status'],
    icons: true,
    suggestAgain: 'editor.action.triggerSuggest',
    // It activates on the same files as we do, so that it is there means that it is or will be active.
    yamlErrorsElsewhere: vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined,
  }
}

async function tellTrust(client: LanguageClient): Promise<void> {
  if (!client.isRunning()) return
  const change: TrustChange = { trusted: true }
  await client.sendNotification(trustChanged, change)
}
