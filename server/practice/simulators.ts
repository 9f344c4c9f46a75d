import type { Cluster } from '../cluster/cluster.ts'
import type { ReadContainerLog } from './containerLogs.ts'
import { startGarbageCollector } from './garbageCollector.ts'
import { startKubelet } from './kubelet/simulatedKubelet.ts'
import { startOperator } from './operator/simulatedOperator.ts'
import { createScenarioBoard, type ScenarioBoard } from './scenario.ts'
import type { Delay } from './workQueue.ts'

export interface SimulatorOptions {
  /** the way in: all that the simulators do goes through it */
  readonly cluster: Cluster
  /** how the kubelet waits; by default, in real time */
  readonly delay?: Delay | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

export interface Simulators {
  readonly scenarios: ScenarioBoard
  readonly readContainerLog: ReadContainerLog
  /** resolves when all of them know what there is */
  readonly ready: Promise<void>
  stop(): void
}

/** Everything that lives behind an API server: KMM's operator, the kubelets with the scheduler, the garbage collector. */
export function startSimulators({ cluster, delay, onError = () => {} }: SimulatorOptions): Simulators {
  const scenarios = createScenarioBoard()
  const kubelet = startKubelet({ cluster, scenarios, onError, ...(delay === undefined ? {} : { delay }) })
  const operator = startOperator({ cluster, onError })
  const collector = startGarbageCollector(cluster, onError)
  return {
    scenarios,
    readContainerLog: kubelet.readContainerLog,
    ready: Promise.all([kubelet.ready, operator.ready, collector.ready]).then(() => {}),
    stop() {
      operator.stop()
      kubelet.stop()
      collector.stop()
    },
  }
}
