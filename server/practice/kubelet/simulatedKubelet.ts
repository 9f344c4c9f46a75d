import { setTimeout as wait } from 'node:timers/promises'
import type { Cluster, KubeObject } from '../../cluster/cluster.ts'
import { ClusterError } from '../../cluster/clusterError.ts'
import { resources } from '../../cluster/resources.ts'
import { bindings } from '../api/apiResources.ts'
import type { ReadContainerLog } from '../containerLogs.ts'
import { listAt, textAt } from '../json.ts'
import { followObjects, keyOf } from '../objectCache.ts'
import { selectsNode, targetFor } from '../operator/moduleSpec.ts'
import type { ScenarioBoard } from '../scenario.ts'
import type { Delay } from '../workQueue.ts'
import { createLogStore } from './logStore.ts'
import { killedStatus, type PodRunner, runPod } from './runPod.ts'

export interface KubeletOptions {
  readonly cluster: Cluster
  readonly scenarios: ScenarioBoard
  /** by default, real time */
  readonly delay?: Delay
  readonly onError?: (error: unknown) => void
}

export interface SimulatedKubelet {
  readonly ready: Promise<void>
  readonly readContainerLog: ReadContainerLog
  stop(): void
}

const bindMs = 60
const killMs = 130

/**
 * The kubelets of all nodes, and the scheduler: puts pods on nodes, plays their containers and holds their logs. It
 * acts through the API only, on the practice cluster as on a real one.
 */
export function startKubelet({
  cluster,
  scenarios,
  delay = realTime,
  onError = () => {},
}: KubeletOptions): SimulatedKubelet {
  const stopping = new AbortController()
  const { signal } = stopping
  const logs = createLogStore()
  const running = new Map<string, AbortController>()
  const follow = { signal, onError }
  const modules = followObjects(cluster, resources.modules, { ...follow, onChange: () => {} })
  const nodes = followObjects(cluster, resources.nodes, { ...follow, onChange: () => {} })
  const runner: PodRunner = {
    cluster,
    logs,
    delay,
    scenarioOf: (node) => scenarios.of(node),
    isMissing: (image) => nodes.all().some((node) => isMissingFor(node, image)),
  }
  const pods = followObjects(cluster, resources.pods, {
    ...follow,
    onChange: (now, before) => {
      if (now !== undefined) attend(now)
      if (now !== undefined || before === undefined) return
      running.get(uidOf(before))?.abort()
      running.delete(uidOf(before))
      logs.remove({ namespace: before.metadata.namespace ?? '', name: before.metadata.name })
    },
  })

  /** Whether some Module wants this image for a node whose image is missing. */
  const isMissingFor = (node: KubeObject, image: string): boolean => {
    if (scenarios.of(node.metadata.name) !== 'image-missing') return false
    return modules.all().some((module) => selectsNode(module, node) && targetFor(module, node)?.image === image)
  }
  const attend = (pod: KubeObject): void => {
    const phase = textAt(pod, 'status', 'phase')
    if (phase === 'Succeeded' || phase === 'Failed') return
    if (pod.metadata.deletionTimestamp !== undefined) start(pod, '-kill', kill)
    else if (textAt(pod, 'spec', 'nodeName') === undefined) start(pod, '-bind', bind)
    else start(pod, '', (one, stop) => runPod(runner, one, stop))
  }
  const start = (pod: KubeObject, task: string, run: (pod: KubeObject, signal: AbortSignal) => Promise<void>): void => {
    const key = `${uidOf(pod)}${task}`
    if (running.has(key)) return
    const stop = new AbortController()
    running.set(key, stop)
    signal.addEventListener('abort', () => stop.abort(), { once: true })
    run(pod, stop.signal).catch((error: unknown) => {
      // Pods go away while we speak of them.
      if (!stop.signal.aborted && !(error instanceof ClusterError && error.kind === 'notFound')) onError(error)
    })
  }
  const bind = async (pod: KubeObject, stop: AbortSignal): Promise<void> => {
    await delay(bindMs, stop)
    await nodes.synced
    const [node] = nodes
      .all()
      .filter(takesPods)
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    if (node === undefined || stop.aborted) return
    const { name, namespace = '' } = pod.metadata
    const target = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name }
    const binding = { apiVersion: 'v1', kind: bindings.kind, metadata: { name, namespace }, target }
    try {
      await cluster.create(bindings, binding, { namespace })
    } catch (error) {
      // The answer to a binding is a Status, which the client does not take for an object.
      if (!(error instanceof ClusterError) || error.status !== undefined) throw error
    }
  }
  const kill = async (pod: KubeObject, stop: AbortSignal): Promise<void> => {
    running.get(uidOf(pod))?.abort()
    await delay(killMs, stop)
    const { name, namespace = '' } = pod.metadata
    const latest = pods.get(namespace, name) ?? pod
    await cluster.patchStatus(resources.pods, name, { status: killedStatus(latest) }, { namespace })
    await cluster.delete(resources.pods, name, { namespace, gracePeriodSeconds: 0 })
  }
  const ready = Promise.all([modules.synced, nodes.synced, pods.synced]).then(() => {})
  return { ready, readContainerLog: logs.read, stop: () => stopping.abort() }
}

const realTime: Delay = async (delayMs, signal) => {
  await wait(delayMs, undefined, { signal }).catch(() => {})
}

function uidOf(pod: KubeObject): string {
  return pod.metadata.uid ?? keyOf(pod)
}

function takesPods(node: KubeObject): boolean {
  return listAt(node, 'spec', 'taints').length === 0
}
