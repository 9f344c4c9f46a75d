import type { KubeObject } from '../cluster/cluster.ts'

export interface PracticeNode {
  readonly name: string
  readonly kernel: string
}

/** Three nodes with three kernels, one of them ending in `+`, which KMM cuts off. */
export const practiceNodes: readonly PracticeNode[] = [
  { name: 'node-a', kernel: '6.6.2-201.fc39.x86_64' },
  { name: 'node-b', kernel: '5.14.0-427.13.1.el9_4.x86_64' },
  { name: 'node-c', kernel: '5.15.133+' },
]

/** A simulated worker node. `kubeletPort` is where a real API server finds its logs. */
export function nodeObject({ name, kernel }: PracticeNode, kubeletPort: number): KubeObject {
  const resources = { cpu: '8', memory: '32Gi', pods: '100' }
  const time = `${new Date().toISOString().slice(0, 19)}Z`
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'node-role.kubernetes.io/worker': '' } },
    spec: {},
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [readyCondition(true, time)],
      addresses: [
        { type: 'Hostname', address: '127.0.0.1' },
        { type: 'InternalIP', address: '127.0.0.1' },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
      nodeInfo: {
        machineID: name,
        systemUUID: name,
        bootID: `boot-1-${name}`,
        kernelVersion: kernel,
        osImage: osOf(kernel),
        containerRuntimeVersion: 'containerd://2.1.0',
        kubeletVersion: 'v1.37.2',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: kernel.includes('aarch64') ? 'arm64' : 'amd64',
      },
    },
  }
}

/** A node that booted into another kernel: what its status says then. */
export function upgradedStatus(node: KubeObject, kernel: string, boots: number): object {
  const { name } = node.metadata
  return { nodeInfo: { kernelVersion: kernel, osImage: osOf(kernel), bootID: `boot-${boots}-${name}` } }
}

export function readyCondition(isReady: boolean, time: string): object {
  return {
    type: 'Ready',
    status: isReady ? 'True' : 'False',
    lastHeartbeatTime: time,
    lastTransitionTime: time,
    reason: isReady ? 'KubeletReady' : 'KubeletNotReady',
    message: isReady ? 'kubelet is posting ready status' : 'the node restarts',
  }
}

function osOf(kernel: string): string {
  const fedora = /\.fc(\d+)/.exec(kernel)?.[1]
  if (fedora !== undefined) return `Fedora Linux ${fedora}`
  const enterprise = /\.el(\d+)(?:_(\d+))?/.exec(kernel)
  if (enterprise !== null) return `Red Hat Enterprise Linux ${enterprise[1]}.${enterprise[2] ?? '0'}`
  return kernel.includes('generic') ? 'Ubuntu' : 'Linux'
}
