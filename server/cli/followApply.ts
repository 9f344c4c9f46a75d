import { systemClock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { ModuleRunFact } from '../core/kmm/clusterFacts.ts'
import { applyOutcome } from '../session/applyOutcome.ts'
import type { ApplyPlan } from '../session/planApply.ts'
import { runLogLines } from '../session/runLog.ts'
import { runModule } from '../session/runModule.ts'
import type { ApplyOptions } from './applyOptions.ts'
import type { ApplyReport } from './applyReport.ts'
import { type ExitCode, exitCodes, type Io } from './io.ts'

/** Applies what was planned, then (unless asked not to) prints logs and states until a verdict. */
export async function followApply(
  io: Io,
  cluster: Cluster,
  plan: ApplyPlan,
  options: ApplyOptions,
  report: ApplyReport,
): Promise<ExitCode> {
  const { signal } = io
  let sent = false
  let applied = false
  const apply = async () => {
    sent = true
    const answer = await plan.apply(signal)
    applied = true
    return answer
  }
  try {
    if (!options.follow) {
      const { status, warnings } = await apply()
      report.line(`— ${status === 201 ? 'Created' : 'Applied'} ${plan.namespace}/${plan.name}`)
      for (const warning of warnings) report.line(`— The server warns: ${warning}`)
      return exitCodes.good
    }
    const run = runModule(cluster, plan.spec, { signal, clock: systemClock, failAfterMs: options.failAfterMs, apply })
    for await (const event of run) {
      if (event.type === 'fact') report.fact(event.fact)
      else if (event.type === 'verdict') return tellVerdict(report, event.fact, applied)
      else for (const line of runLogLines(event)) report.line(line)
    }
    // Only an iteration that was cut off ends without a verdict.
    return exitCodes.stopped
  } catch (error) {
    return report.refused(error, plan.target, applyOutcome(error, sent, plan))
  }
}

function tellVerdict(report: ApplyReport, fact: ModuleRunFact, applied: boolean): ExitCode {
  const [headline = ''] = runLogLines({ type: 'verdict', fact })
  switch (fact.state) {
    case 'loaded':
      report.verdict(headline, [])
      return exitCodes.good
    case 'failed':
      report.verdict(`${headline}; it stays applied`, fact.failures)
      return exitCodes.bad
    default:
      report.verdict(applied ? headline : '— Stopped before the apply; nothing was changed', [])
      return exitCodes.stopped
  }
}
