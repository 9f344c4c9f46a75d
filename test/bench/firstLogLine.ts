import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resources } from '../../server/cluster/resources.ts'
import { type RunLogBatch, runLog, serverCommands } from '../../server/lsp/protocol.ts'
import { startPractice } from '../../server/practice/practice.ts'
import { podState } from '../../server/session/workerPod.ts'
import { startLsp } from '../support/lspProcess.ts'
import { recipe } from './texts.ts'

/**
 * Applies the recipe's Module through the built server to a practice cluster at its real pace, and measures when the
 * first line of a driver pod reaches the client: from the confirmation, and from the first worker container's start.
 */
export async function firstLogLineMs(dist: string): Promise<{ fromApplyMs: number; fromStartMs: number }> {
  const dir = await mkdtemp(join(tmpdir(), 'kmm-bench-'))
  const practice = await startPractice({ dir })
  const line = Promise.withResolvers<number>()
  let confirmedMs = 0
  const lsp = await startLsp(dist, {
    initializationOptions: { surfaces: ['runLog', 'confirmApply'] },
    prepare: (connection) => {
      for (const what of ['diagnostic', 'inlayHint', 'codeLens'])
        connection.onRequest(`workspace/${what}/refresh`, () => null)
      connection.onRequest('window/workDoneProgress/create', () => null)
      connection.onRequest('kmm/confirmApply', () => {
        confirmedMs = performance.now()
        return { apply: true }
      })
      connection.onNotification(runLog, ({ lines }: RunLogBatch) => {
        if (lines.some((text) => text.startsWith('['))) line.resolve(performance.now())
      })
    },
  })
  const stop = new AbortController()
  const started = firstStart(stop.signal)
  const uri = 'file:///module.yaml'
  await lsp.open(uri, recipe())
  const execute = (command: string, argument: object) =>
    lsp.connection.sendRequest('workspace/executeCommand', { command, arguments: [argument] })
  await execute(serverCommands.connect, { kubeconfig: practice.kubeconfigPath })
  await execute(serverCommands.applyAndLoad, { uri })
  const [lineMs, startMs] = await Promise.all([line.promise, started])
  stop.abort()
  await lsp.stop()
  await practice.stop()
  await rm(dir, { recursive: true, force: true })
  return { fromApplyMs: lineMs - confirmedMs, fromStartMs: lineMs - startMs }

  async function firstStart(signal: AbortSignal): Promise<number> {
    const labelSelector = 'app.kubernetes.io/component=worker'
    for await (const event of practice.cluster.watch(resources.pods, { namespace: 'default', labelSelector, signal })) {
      if (event.type !== 'added' && event.type !== 'modified') continue
      if (podState(event.item).containers.some((container) => container.running && !container.init))
        return performance.now()
    }
    return Number.NaN
  }
}
