import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { modernClient } from '../support/lspProcess.ts'

/** A language server to be measured: how it is started, and how its diagnostics come. */
export interface Contender {
  readonly name: string
  readonly argv: readonly string[]
  readonly diagnostics: 'pulled' | 'pushed'
  /** what it is told when it asks for settings */
  readonly settings?: (section: string) => unknown
}

/** A contender that runs. All times are milliseconds from the keystroke, or the request, to the whole answer. */
export interface Running {
  open(uri: string, text: string): Promise<number>
  /** Types or takes back one character and waits for the diagnostics of the new text. */
  edit(uri: string, line: number, character: number, typed: boolean): Promise<number>
  complete(uri: string, line: number, character: number): Promise<number>
  /** resident memory now, MiB; `NaN` where the system does not tell */
  rssMiB(): number
  stop(): Promise<void>
}

/** Starts a contender and initializes it. `startMs` is when it was started, by `performance.now()`. */
export async function startContender(contender: Contender): Promise<Running & { readonly startMs: number }> {
  const startMs = performance.now()
  const [command = '', ...argv] = contender.argv
  const child = spawn(command, argv, { stdio: ['pipe', 'pipe', 'ignore'] })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const pushed = waitForPushed(connection)
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section = '' }) => contender.settings?.(section) ?? null),
  )
  for (const what of ['diagnostic', 'inlayHint', 'codeLens'])
    connection.onRequest(`workspace/${what}/refresh`, () => null)
  connection.onRequest('client/registerCapability', () => null)
  connection.listen()
  const { diagnostic: _, ...noPull } = modernClient.textDocument ?? {}
  const textDocument =
    contender.diagnostics === 'pulled'
      ? modernClient.textDocument
      : { ...noPull, publishDiagnostics: { versionSupport: true } }
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { ...modernClient, textDocument, workspace: { ...modernClient.workspace, configuration: true } },
  })
  await connection.sendNotification('initialized', {})
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: {} })
  let version = 0
  const refreshed = (uri: string) =>
    contender.diagnostics === 'pulled'
      ? connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
      : pushed(uri)
  const timed = async (work: () => Promise<unknown>) => {
    const from = performance.now()
    await work()
    return performance.now() - from
  }
  return {
    startMs,
    open: (uri, text) =>
      timed(async () => {
        const shown = contender.diagnostics === 'pushed' ? pushed(uri) : undefined
        await connection.sendNotification('textDocument/didOpen', {
          textDocument: { uri, languageId: 'yaml', version: ++version, text },
        })
        await (shown ?? refreshed(uri))
      }),
    edit: (uri, line, character, typed) =>
      timed(async () => {
        const shown = contender.diagnostics === 'pushed' ? pushed(uri) : undefined
        const start = { line, character }
        const end = { line, character: typed ? character : character + 1 }
        await connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version: ++version },
          contentChanges: [{ range: { start, end }, text: typed ? 'x' : '' }],
        })
        await (shown ?? refreshed(uri))
      }),
    complete: (uri, line, character) =>
      timed(() =>
        connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: { line, character } }),
      ),
    rssMiB: () => rssMiB(child),
    stop: () => stop(connection, child),
  }
}

/** Resolves with the next diagnostics that are pushed for a document. */
function waitForPushed(connection: ProtocolConnection): (uri: string) => Promise<readonly Diagnostic[]> {
  const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>()
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
      waiting.get(uri)?.(diagnostics)
      waiting.delete(uri)
    },
  )
  return (uri) => new Promise((resolve) => waiting.set(uri, resolve))
}

function rssMiB(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

async function stop(connection: ProtocolConnection, child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve))
  await connection.sendRequest('shutdown')
  await connection.sendNotification('exit')
  await exited
  connection.dispose()
}
