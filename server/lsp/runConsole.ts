import type { Connection, Location } from 'vscode-languageserver/node'
import { createRunLog, type RunLog } from '../session/runLog.ts'
import type { Client } from './clientTraits.ts'
import { detach } from './guard.ts'
import { type RunLogBatch, runDocumentScheme, runLog } from './protocol.ts'

/** Where the lines of all runs go: kept for the `kmm-run:` document, and sent to the client in batches. */
export interface RunConsole {
  start(module: string): void
  append(module: string, lines: readonly string[]): void
  show(module: string): void
  /** captured text of the last run of a Module, `undefined` when there was none */
  text(module: string): string | undefined
  /** Where the `kmm-run:` document of a Module shows what a pod printed, `undefined` when it is not kept. */
  place(module: string, printed: string): Location | undefined
}

/** At most 20 batches a second: an editor that repaints for every line falls behind. */
const batchMs = 50

/** A client without the surface gets the lines by `window/logMessage`. */
export function createRunConsole(connection: Connection, client: Client): RunConsole {
  const logs = new Map<string, RunLog>()
  const pending = new Map<string, string[]>()
  let scheduled = false

  const send = (batch: RunLogBatch) => {
    if (client.surfaces.has('runLog')) detach(connection, runLog, connection.sendNotification(runLog, batch))
    else for (const line of batch.lines) connection.console.log(line)
  }
  const flush = () => {
    scheduled = false
    for (const [module, lines] of pending) send({ module, lines })
    pending.clear()
  }
  return {
    start(module) {
      logs.set(module, createRunLog())
      pending.delete(module)
      send({ module, starts: true, show: true, lines: [] })
    },
    append(module, lines) {
      if (lines.length === 0) return
      for (const line of lines) logs.get(module)?.append(line)
      pending.set(module, [...(pending.get(module) ?? []), ...lines])
      if (!scheduled) setTimeout(flush, batchMs)
      scheduled = true
    },
    show: (module) => send({ module, show: true, lines: [] }),
    text: (module) => logs.get(module)?.text(),
    place(module, printed) {
      const line = logs.get(module)?.lineOf(printed)
      if (line === undefined) return undefined
      const at = { line, character: 0 }
      return { uri: runDocumentUri(module), range: { start: at, end: at } }
    },
  }
}

/** Address of the read-only document with the log of a Module's last run. */
function runDocumentUri(module: string): string {
  return `${runDocumentScheme}:/${module.split('/').map(encodeURIComponent).join('/')}.log`
}

/** The Module whose log a `kmm-run:` address names. */
export function moduleOfRunDocument(uri: string): string {
  const path = uri.slice(runDocumentScheme.length + 1)
  return decodeURIComponent(path.replace(/^\/+/, '').replace(/\.log$/, ''))
}
