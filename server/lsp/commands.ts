import type { ExecuteCommandParams, TextDocumentContentParams } from 'vscode-languageserver/node'
import { applyAndLoad, followModule, type ModuleCommandParts, runKey } from './applyAndLoad.ts'
import type { Connector } from './connector.ts'
import { guard } from './guard.ts'
import { kernelCommands } from './kernelCommands.ts'
import { type ConnectArgument, dismissRun, type ModuleArgument, serverCommands } from './protocol.ts'
import { moduleOfRunDocument, type RunConsole } from './runConsole.ts'
import { tell } from './tell.ts'

/** `workspace/executeCommand`, and the read-only documents: captured text of runs, Modules for kernels. */
export function registerCommands(parts: ModuleCommandParts, connector: Connector, console: RunConsole): void {
  const { connection, session, runs } = parts
  const kernels = kernelCommands(parts)
  const commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    [serverCommands.connect]: (argument) => connector.connect(connectArgument(argument)),
    [serverCommands.disconnect]: () => session.disconnect(),
    [serverCommands.applyAndLoad]: (argument) => applyAndLoad(parts, moduleArgument(argument)),
    [serverCommands.followModule]: (argument) => followModule(parts, moduleArgument(argument)),
    [serverCommands.stopRun]: (argument) => {
      const key = runKey(parts, moduleArgument(argument))
      if (key === undefined || !runs.stop(key)) tell(connection, 'info', 'Nothing is being followed for this Module')
    },
    [serverCommands.showLog]: (argument) => {
      const key = runKey(parts, moduleArgument(argument))
      if (key === undefined || console.text(key) === undefined)
        tell(connection, 'info', 'This Module has no log yet: apply it, or follow it')
      else console.show(key)
    },
    [dismissRun]: (argument) => {
      const { module } = fields(argument)
      if (typeof module === 'string') session.dismissRun(module)
    },
    ...kernels.commands,
  }
  connection.onExecuteCommand(
    guard(connection, 'workspace/executeCommand', async ({ command, arguments: given }: ExecuteCommandParams) => {
      const run = commands[command]
      if (run === undefined) throw new Error(`there is no command ${command}`)
      return (await run(given?.[0])) ?? null
    }),
  )
  connection.workspace.textDocumentContent.on(
    guard(connection, 'workspace/textDocumentContent', ({ uri }: TextDocumentContentParams) => ({
      text:
        kernels.documents.text(uri) ??
        console.text(moduleOfRunDocument(uri)) ??
        'The log of this run is no longer kept.',
    })),
  )
}

function connectArgument(argument: unknown): ConnectArgument {
  const { context, kubeconfig } = fields(argument)
  return {
    ...(typeof context === 'string' ? { context } : {}),
    ...(typeof kubeconfig === 'string' ? { kubeconfig } : {}),
  }
}

/** Throws when a client calls a Module command without saying which document it means. */
function moduleArgument(argument: unknown): ModuleArgument {
  const { uri, version, line, confirmed } = fields(argument)
  if (typeof uri !== 'string') throw new Error('the command needs an argument `{uri}` that names the document')
  return {
    uri,
    ...(typeof version === 'number' ? { version } : {}),
    ...(typeof line === 'number' ? { line } : {}),
    ...(confirmed === true ? { confirmed } : {}),
  }
}

function fields(argument: unknown): { readonly [key: string]: unknown } {
  return typeof argument === 'object' && argument !== null ? { ...argument } : {}
}
