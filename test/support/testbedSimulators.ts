import type { Cluster } from '../../server/cluster/cluster.ts'
import { clusterOf } from '../../server/cluster/connection.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { readKubeconfig } from '../../server/cluster/readKubeconfig.ts'
import { resources } from '../../server/cluster/resources.ts'
import { judgeDocument } from '../../server/practice/judgeDocument.ts'
import { startKubeletServer } from '../../server/practice/kubelet/kubeletServer.ts'
import { createControl, type PracticeControl } from '../../server/practice/practiceControl.ts'
import { nodeObject, practiceNodes } from '../../server/practice/practiceNodes.ts'
import { startWebhook, webhookConfiguration } from '../../server/practice/simulatedWebhook.ts'
import { type Simulators, startSimulators } from '../../server/practice/simulators.ts'
import type { Delay } from '../../server/practice/workQueue.ts'
import type { Testbed } from './testbed.ts'
import { askTestbed } from './testbedRequest.ts'

/** A test bed with everything that the practice cluster has behind its API server. */
export interface TestbedSimulators {
  readonly cluster: Cluster
  readonly control: PracticeControl
  stop(): void
}

export interface TestbedSimulatorOptions {
  readonly crdFolder: string
  /** how the kubelet waits; by default, in real time */
  readonly delay?: Delay
  readonly onError?: (error: unknown) => void
}

/**
 * Puts KMM's CRDs, our webhook, three nodes and the simulated operator and kubelet in front of a real API server.
 * Returns when the webhook is asked.
 */
export async function startTestbedSimulators(
  bed: Testbed,
  { crdFolder, delay, onError }: TestbedSimulatorOptions,
): Promise<TestbedSimulators> {
  await bed.applyCrds(crdFolder)
  const webhook = await startWebhook(bed.serverCertificate, judgeDocument)
  const kubeconfig = await readKubeconfig({ env: {}, home: bed.folder, setting: await bed.kubeconfig('admin') })
  const cluster = createCluster(clusterOf(kubeconfig))
  let simulators: Simulators | undefined
  const kubelet = await startKubeletServer(bed.serverCertificate, (query, signal) =>
    simulators === undefined ? { status: 404, text: 'not started' } : simulators.readContainerLog(query, signal),
  )
  simulators = startSimulators({ cluster, delay, onError })
  for (const node of practiceNodes) await cluster.create(resources.nodes, nodeObject(node, kubelet.port))
  await registerWebhook(bed, webhookConfiguration(webhook, bed.ca))
  await simulators.ready
  return {
    cluster,
    control: createControl(cluster, simulators.scenarios, kubelet.port),
    stop() {
      simulators.stop()
      cluster.close()
      kubelet.close()
      webhook.close()
    },
  }
}

const REFUSED = JSON.stringify({
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  metadata: { name: 'refused' },
  spec: {
    selector: {},
    moduleLoader: {
      container: { modprobe: { moduleName: 'm' }, kernelMappings: [{ regexp: '(', containerImage: 'image:1' }] },
    },
  },
})

const REGISTERED_DEADLINE_MS = 10_000

/** The API server learns of a webhook some moments after it is stored. */
async function registerWebhook(bed: Testbed, configuration: object): Promise<void> {
  const path = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations'
  const stored = await askTestbed(bed.as('admin'), { method: 'POST', path, body: JSON.stringify(configuration) })
  if (stored.status !== 201) throw new Error(`the webhook was refused: ${stored.text}`)
  const modules = '/apis/kmm.sigs.x-k8s.io/v1beta1/namespaces/default/modules?dryRun=All'
  const giveUpAtMs = Date.now() + REGISTERED_DEADLINE_MS
  for (;;) {
    const answer = await askTestbed(bed.as('admin'), { method: 'POST', path: modules, body: REFUSED })
    if (answer.status === 403) return
    if (Date.now() > giveUpAtMs) throw new Error(`the webhook is not asked: ${answer.text}`)
  }
}
