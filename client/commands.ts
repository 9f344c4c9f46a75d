import * as vscode from 'vscode'
import { type ConnectArgument, serverCommands } from '../server/lsp/protocol.ts'
import type { Approvals } from './approvals.ts'
import { type CommandId, commandIds } from './commandIds.ts'
import { kernelCommands } from './kernelCommands.ts'
import { moduleArgument } from './moduleArgument.ts'
import type { Practice } from './practice.ts'
import { practiceCommands } from './practiceCommands.ts'
import type { Server } from './server.ts'

interface CommandContext {
  readonly loadServer: () => Promise<Server>
  readonly practice: Practice
  readonly approvals: Approvals
  readonly log: vscode.LogOutputChannel
}

/** What a command does with whatever a lens, a menu, a key or another extension gives it. */
export type CommandHandler = (...args: readonly unknown[]) => Promise<void>

/** Registers every command of the manifest; one that fails says why in a message and in the log. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const handlers = commandHandlers(context)
  return vscode.Disposable.from(
    ...commandIds.map((id) => vscode.commands.registerCommand(id, reportFailure(handlers[id], context.log))),
  )
}

function commandHandlers({ loadServer, practice, approvals, log }: CommandContext): Record<CommandId, CommandHandler> {
  const connect = async (argument: ConnectArgument) => {
    await (await loadServer()).execute(serverCommands.connect, argument)
  }
  const onModule =
    (command: 'applyAndLoad' | 'followModule' | 'stopRun' | 'showLog'): CommandHandler =>
    async (...args) => {
      const argument = moduleArgument(args)
      if (argument === undefined) throw new Error('Open a file with a KMM Module first: this command works on it')
      await (await loadServer()).execute(serverCommands[command], argument)
    }
  return {
    'kmm.connect': () => connect({}),
    'kmm.disconnect': async () => {
      await (await loadServer()).execute(serverCommands.disconnect, {})
    },
    'kmm.applyAndLoad': onModule('applyAndLoad'),
    'kmm.followModule': onModule('followModule'),
    'kmm.stopRun': onModule('stopRun'),
    'kmm.showLog': onModule('showLog'),
    'kmm.askBeforeApply': async () => {
      const count = await approvals.clear()
      const told = count === 0 ? 'You are asked before every apply already.' : 'You are asked again before every apply.'
      void vscode.window.showInformationMessage(told)
    },
    'kmm.showOutput': async () => log.show(),
    'kmm.restartServer': async () => (await loadServer()).restart(),
    ...kernelCommands(loadServer),
    ...practiceCommands(practice, connect),
  }
}

function reportFailure(handler: CommandHandler, log: vscode.LogOutputChannel): CommandHandler {
  return async (...args) => {
    try {
      await handler(...args)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      log.error(message)
      const showLog = 'Show Log'
      if ((await vscode.window.showErrorMessage(`KMM: ${message}`, showLog)) === showLog) log.show()
    }
  }
}
