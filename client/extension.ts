import * as vscode from 'vscode'
import { createApprovals } from './approvals.ts'
import { registerCommands } from './commands.ts'
import { confirmApply } from './confirmApply.ts'
import { createDiffView } from './diffView.ts'
import { offerKernelPaste } from './kernelPaste.ts'
import { pickContext } from './pickContext.ts'
import { createPractice } from './practice.ts'
import { createRunLogChannels } from './runLogChannels.ts'
import type { Server, Surfaces } from './server.ts'
import { showRunDocuments } from './showRunDocuments.ts'
import { createStatusItems } from './statusItems.ts'
import { watchDocuments } from './watchDocuments.ts'
import { offerWholeDocuments } from './wholeDocuments.ts'

let server: Promise<Server> | undefined

/**
 * Called for the first YAML file of a window, whatever it holds: registers what is cheap and looks at the text. The
 * language client is loaded, and the server started, once a KMM document is seen or a command needs it.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('KMM', { log: true })
  const approvals = createApprovals(context.globalState)
  const diffView = createDiffView()
  const channels = createRunLogChannels()
  const statusItems = createStatusItems()
  const surfaces: Surfaces = {
    confirmApply: (question, token) => confirmApply(question, token, { approvals, diffView }),
    pickContext,
    runLog: channels.write,
    status: statusItems.show,
  }
  const inDist = (file: string) => context.asAbsolutePath(`dist/${file}`)
  const loadServer = () => {
    server ??= import('./server.ts').then(({ createServer }) => createServer(inDist('server.cjs'), log, surfaces))
    return server
  }
  const practice = createPractice(inDist('cli.cjs'), log)
  const documents = watchDocuments({
    found: () => void startServer(loadServer, log),
    active: (isKmm) => {
      statusItems.setActive(isKmm)
      void vscode.commands.executeCommand('setContext', 'kmm.document', isKmm)
    },
  })
  const commands = registerCommands({ loadServer, practice, approvals, log })
  context.subscriptions.push(log, diffView, channels, statusItems, practice, documents, commands, showRunDocuments())
  context.subscriptions.push(offerKernelPaste(loadServer), offerWholeDocuments(loadServer))
}

/** Stops the server and waits for its end. */
export async function deactivate(): Promise<void> {
  const started = await server
  started?.dispose()
  await started?.stop()
}

async function startServer(loadServer: () => Promise<Server>, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await (await loadServer()).start()
  } catch (error) {
    // The language client has shown it to the person.
    log.error(`The server could not be started: ${error instanceof Error ? error.message : String(error)}`)
  }
}
