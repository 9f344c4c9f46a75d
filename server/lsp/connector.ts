import type { Connection } from 'vscode-languageserver/node'
import type { Session } from '../session/session.ts'
import { askForContext } from './ask.ts'
import type { Client } from './clientTraits.ts'
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

/** The way from a command to a connected session. */
export function createConnector({ connection, client, session, settings }: ConnectorParts): Connector {
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
    const context = chosen || (await askForContext(connection, client, await session.readKubeconfig(kubeconfig)))
    if (context === null) return false
    const { state, target, detail } = session.connection
    // Connecting anew would drop what is known of the runs; a detail says that there is reason to.
    if (state === 'connected' && target?.context === context && detail === undefined && !argument.kubeconfig) {
      tell(connection, 'info', `Already connected to ${context}`)
      return true
    }
    const outcome = await session.connect({ kubeconfig, context })
    if (outcome.state === 'connected') return true
    tell(connection, 'error', outcome.detail ?? 'The connection was given up')
    return false
  }
  return {
    connect,
    ensureConnected: async () => session.cluster !== undefined || (await connect({})),
  }
}
