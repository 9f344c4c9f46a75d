import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node'
import { systemClock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { runTitle } from '../core/features/codeLens.ts'
import type { ModuleRunFact } from '../core/kmm/clusterFacts.ts'
import { applyOutcome } from '../session/applyOutcome.ts'
import { explain } from '../session/explain.ts'
import type { LoadSpec } from '../session/loadSpec.ts'
import type { ApplyPlan } from '../session/planApply.ts'
import { runLogLines } from '../session/runLog.ts'
import { runModule } from '../session/runModule.ts'
import type { Session } from '../session/session.ts'
import type { Client } from './clientTraits.ts'
import { detach } from './guard.ts'
import type { RunConsole } from './runConsole.ts'
import { tell } from './tell.ts'

/** The runs that go on, at most one a Module. */
export interface ModuleRuns {
  /** Applies what was planned and follows it; the run before of the same Module is given up. */
  start(plan: ApplyPlan, failAfterMs: number): void
  /** Follows a Module that is on the cluster. */
  follow(cluster: Cluster, spec: LoadSpec, failAfterMs: number): void
  /** Stops following; false when nothing goes on for this Module. */
  stop(module: string): boolean
  stopAll(): void
}

export interface RunSurroundings {
  readonly connection: Connection
  readonly client: Client
  readonly session: Session
  readonly console: RunConsole
}

/** `context/namespace/name`: what names a Module's run, its log and its document. */
export function moduleKey(context: string, namespace: string, name: string): string {
  return `${context}/${namespace}/${name}`
}

/** From the confirmation to the server's answer; stopping a run does not stop what was sent. */
const applyDeadlineMs = 30_000

/** Runs Modules and shows how they fare: log, progress, lenses and diagnostics (through the session's facts). */
export function createModuleRuns(surroundings: RunSurroundings): ModuleRuns {
  const { connection } = surroundings
  const running = new Map<string, AbortController>()

  const run = async (cluster: Cluster, spec: LoadSpec, failAfterMs: number, plan: ApplyPlan | undefined) => {
    const { client, session, console } = surroundings
    const { context } = cluster.target
    const key = moduleKey(context, spec.namespace, spec.name)
    running.get(key)?.abort()
    const controller = new AbortController()
    running.set(key, controller)
    console.start(key)
    const progress = await startProgress(connection, client, `${spec.name} on ${context}`, controller)
    let sent = false
    const apply = plan && {
      apply: () => {
        sent = true
        return plan.apply(AbortSignal.timeout(applyDeadlineMs))
      },
    }
    try {
      const options = {
        signal: controller.signal,
        clock: systemClock,
        failAfterMs,
        ...apply,
      }
      for await (const event of runModule(cluster, spec, options)) {
        console.append(key, runLogLines(event))
        if (event.type !== 'fact' && event.type !== 'verdict') continue
        // A run that was replaced must not overwrite what its successor shows.
        if (running.get(key) === controller) session.setRun(event.fact)
        progress?.report(runTitle(event.fact))
        if (event.type === 'verdict') tellVerdict(surroundings, key, event.fact)
      }
    } catch (error) {
      const outcome = plan === undefined ? '' : `; ${applyOutcome(error, sent, plan)}`
      const text = `${explain(error, cluster.target)}${outcome}`
      console.append(key, [`✘ ${text}`])
      tell(connection, 'error', text)
    } finally {
      progress?.done()
      if (running.get(key) === controller) running.delete(key)
    }
  }

  return {
    start(plan, failAfterMs) {
      const { cluster } = surroundings.session
      if (cluster !== undefined) detach(connection, 'run', run(cluster, plan.spec, failAfterMs, plan))
    },
    follow: (cluster, spec, failAfterMs) => detach(connection, 'run', run(cluster, spec, failAfterMs, undefined)),
    stop(module) {
      const controller = running.get(module)
      controller?.abort()
      return controller !== undefined
    },
    stopAll() {
      for (const controller of running.values()) controller.abort()
    },
  }
}

async function startProgress(
  connection: Connection,
  client: Client,
  title: string,
  controller: AbortController,
): Promise<WorkDoneProgressServerReporter | undefined> {
  if (!client.progress) return undefined
  const progress = await connection.window.createWorkDoneProgress()
  progress.begin(`Loading ${title}`, undefined, 'applying', true)
  progress.token.onCancellationRequested(() => controller.abort())
  return progress
}

function tellVerdict({ connection, console }: RunSurroundings, key: string, fact: ModuleRunFact): void {
  if (fact.state === 'loaded') {
    const nodes = fact.nodes.length === 1 ? '1 node' : `${fact.nodes.length} nodes`
    tell(connection, 'info', `${fact.name} is loaded on ${nodes}`)
    return
  }
  if (fact.state !== 'failed') return
  const cause = fact.failures[0]?.message ?? ''
  const show = { title: 'Show log' }
  const asked = connection.window.showErrorMessage(`${fact.name} did not load: ${cause}`, show).then((picked) => {
    if (picked !== undefined) console.show(key)
  })
  detach(connection, 'window/showMessageRequest', asked)
}
