import type { ConnectionStatus } from '../server/lsp/protocol.ts'

/** The words of a connection's state: on the status bar, in the tooltip, and for a screen reader. */
export interface StatusText {
  readonly label: string
  readonly detail: string
  readonly severity: 'information' | 'warning' | 'error'
}

/** Says where the person works and whether what they see of it can be relied on. */
export function statusText({ state, context, namespace, server, detail }: ConnectionStatus): StatusText {
  const where = context === undefined ? '' : `${context}${namespace === undefined ? '' : `/${namespace}`}`
  const say = (label: string, words: string, severity: StatusText['severity'] = 'information'): StatusText => ({
    label: `KMM: ${label}`,
    detail: [words, detail].filter(Boolean).join('\n\n'),
    severity,
  })
  switch (state) {
    case 'connected':
      return say(where, server === undefined ? `Connected to ${where}.` : `Connected to ${where} at ${server}.`)
    case 'connecting':
      return say(`connecting to ${context ?? 'cluster'}…`, 'Waiting for the cluster to answer.')
    case 'stale':
      return say(`${where} (stale)`, 'The connection is lost; what is shown is what was seen last.', 'warning')
    case 'failed':
      return say(context === undefined ? 'not connected' : `cannot reach ${context}`, 'Not connected.', 'error')
    case 'untrusted':
      return say('not connected', 'This workspace is not trusted, so no cluster is connected.')
    case 'disconnected':
      return say('not connected', 'Connect to a cluster to see which nodes each kernel mapping serves.')
  }
}
