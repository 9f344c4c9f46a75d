import type { Memento } from 'vscode'

/** Clusters to which the person applies without being asked. */
export interface Approvals {
  has(cluster: ClusterName): boolean
  add(cluster: ClusterName): Promise<void>
  /** Forgets all of them and says how many there were. */
  clear(): Promise<number>
}

/** A context's name alone is not enough: another kubeconfig may use it for another server. */
interface ClusterName {
  readonly context: string
  readonly server: string
}

const key = 'kmm.approvedClusters'

/** Approvals that outlive the window, kept on this machine only. */
export function createApprovals(memory: Memento): Approvals {
  const read = () => memory.get<readonly string[]>(key, [])
  const nameOf = ({ context, server }: ClusterName) => `${context} ${server}`
  return {
    has: (cluster) => read().includes(nameOf(cluster)),
    add: async (cluster) => memory.update(key, [...new Set([...read(), nameOf(cluster)])]),
    clear: async () => {
      const count = read().length
      await memory.update(key, undefined)
      return count
    },
  }
}
