import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import {
  createProtocolConnection,
  type Diagnostic,
  DocumentDiagnosticRequest,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'

/** The built language server as a child process, spoken to over stdio like any editor does. */
export interface LspProcess {
  readonly connection: ProtocolConnection
  readonly result: InitializeResult
  readonly process: ChildProcess
  open(uri: string, text: string): Promise<void>
  /** Replaces the whole text. */
  change(uri: string, version: number, text: string): Promise<void>
  /** Pulls diagnostics. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>
  stop(): Promise<void>
}

export interface LspOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly capabilities?: InitializeParams['capabilities']
  readonly initializationOptions?: unknown
  /** folders of the workspace, as URIs */
  readonly folders?: readonly string[]
  /** called before `initialize`, to register what the client answers */
  readonly prepare?: (connection: ProtocolConnection) => void
}

/** What a modern editor announces. */
export const modernClient: InitializeParams['capabilities'] = {
  textDocument: {
    diagnostic: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    completion: { completionItem: { snippetSupport: true } },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  window: { workDoneProgress: true },
}

/** Starts the server bundle in `folder` and initializes it. */
export async function startLsp(folder: string, options: LspOptions = {}): Promise<LspProcess> {
  const server = join(folder, 'server.cjs')
  const child = spawn(process.execPath, [server, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  options.prepare?.(connection)
  connection.listen()
  const result = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: options.folders?.map((uri) => ({ uri, name: uri })) ?? null,
    capabilities: options.capabilities ?? modernClient,
    initializationOptions: options.initializationOptions,
  })
  await connection.sendNotification('initialized', {})
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    connection,
    result,
    process: child,
    open: (uri, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      }),
    change: (uri, version, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    async diagnostics(uri) {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } })
      return report.kind === 'full' ? report.items : []
    },
    async stop() {
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
      await exited
      connection.dispose()
    },
  }
}
