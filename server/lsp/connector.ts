import type { Connection } from 'vscode-languageserver/node'
import type { ConnectRequest, Session } from '../session/session.ts'
import { askForContext, canAskForContext } from './ask.ts'
import type { Client } from './clientTraits.ts'
import { detach } from './guard.ts'
import type { ConnectArgument, Settings } from './protocol.ts'
import { tell } from './tell.ts'

export interface Connector {
  /** Connects; asks for the context where the client can be asked and nothing names one. Tells why when it fails. */
  connect(argument: ConnectArgument): Promise<boolean>
  /** Connects only when nothing is connected. */
  ensureConnected(): Promise<boolean>
}

export interface ConnectorParts {
  readonly connection: Connection
  readonly client: Client
  readonly session: Session
  readonly settings: () => Settings
}

interface Action {
  readonly title: string
  readonly take: () => Promise<unknown>
}

/** The way from a command to a connected session. */
export function createConnector({ connection, client, session, settings }: ConnectorParts): Connector {
  let last: ConnectRequest = {}
  const reach = async (request: ConnectRequest): Promise<boolean> => {
    last = request
    const outcome = await session.connect(request)
    if (outcome.state === 'connected') return true
    tell(connection, 'error', outcome.detail ?? 'The connection was given up')
    return false
  }
  /** Says where the session is connected, to a person who asked to connect to just that, with what they may want instead. */
  const tellConnected = async (context: string, choices: readonly Action[]): Promise<void> => {
    const actions: readonly Action[] = [
      ...choices,
      { title: 'Reconnect', take: () => reach(last) },
      { title: 'Disconnect', take: async () => session.disconnect() },
    ]
    const titles = actions.map(({ title }) => ({ title }))
    const picked = await connection.window.showInformationMessage(`Already connected to ${context}`, ...titles)
    await actions.find(({ title }) => title === picked?.title)?.take()
  }
  const connect = async (argument: ConnectArgument): Promise<boolean> => {
    if (session.connection.state === 'untrusted') {
      tell(
        connection,
        'warning',
        'This workspace is not trusted: a kubeconfig can run programs, so nothing connects until you trust it',
      )
      return false
    }
    const kubeconfig = argument.kubeconfig || settings().kubeconfig
    const chosen = argument.context || settings().cluster.context
    const choose = async () => await askForContext(connection, client, await session.readKubeconfig(kubeconfig))
    const context = chosen || (await choose())
    if (context === null) return false
    const { state, target, detail } = session.connection
    // Connecting anew would drop what is known of the runs; a detail says that there is reason to.
    if (
      state === 'connected' &&
      target !== undefined &&
      target.context === context &&
      detail === undefined &&
      !argument.kubeconfig
    ) {
      const another = async () => {
        const other = await choose()
        if (other) await reach({ kubeconfig, context: other })
      }
      // Who has just chosen among several is not asked to choose again.
      const others = chosen === '' ? undefined : await session.readKubeconfig(kubeconfig).catch(() => undefined)
      const choices =
        others && canAskForContext(client, others) ? [{ title: 'Choose another context', take: another }] : []
      detach(connection, 'window/showMessageRequest', tellConnected(target.context, choices))
      return true
    }
    return await reach({ kubeconfig, context })
  }
  return {
    connect,
    ensureConnected: async () => session.cluster !== undefined || (await connect({})),
  }
}
