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

/** The part of VS Code's `Memento` that is needed. */
interface Memory {
  get(key: string): unknown
  update(key: string, value: readonly string[] | undefined): Thenable<void>
}

const key = 'kmm.approvedClusters'

/** Approvals that outlive the window, kept on this machine only. */
export function createApprovals(memory: Memory): Approvals {
  const read = (): readonly string[] => {
    const value = memory.get(key)
    return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
  }
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
