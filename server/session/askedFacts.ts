import type { Cluster } from '../cluster/cluster.ts'
import type { Fact, NodeLabels } from '../core/kmm/clusterFacts.ts'
import { type InstalledKmm, readInstalledKmm } from './installedKmm.ts'
import { readNodeLabels } from './nodeLabels.ts'

/** What one connected cluster is asked once, in the background, and what is known of it by now. */
export interface AskedFacts {
  readonly labels: Fact<NodeLabels>
  readonly installed: InstalledKmm
  /** Asks for the labels of nodes, unless that was done already. */
  askLabels(): void
  /** Resolves once it is known which KMM the cluster runs, or that this cannot be had. Never rejects. */
  kmmKnown(): Promise<void>
}

/** Without a cluster. */
export const nothingAsked: AskedFacts = {
  labels: { state: 'unknown', why: 'notConnected' },
  installed: { release: { state: 'unknown', why: 'notConnected' }, served: [] },
  askLabels() {},
  kmmKnown: async () => {},
}

/** Asks a cluster which KMM it runs; `onAnswer` is called when something has become known, until the signal aborts. */
export function askFacts(cluster: Cluster, signal: AbortSignal, onAnswer: () => void): AskedFacts {
  let { labels, installed } = nothingAsked
  let labelsAsked = false
  const readLabels = async () => {
    const found = await readNodeLabels(cluster, signal)
    if (signal.aborted) return
    labels = found
    onAnswer()
  }
  const readKmm = async () => {
    const found = await readInstalledKmm(cluster, signal)
    if (signal.aborted) return
    installed = found
    if (found.release.state === 'known' || found.served.length > 0) onAnswer()
  }
  const asking = readKmm()
  return {
    get labels() {
      return labels
    },
    get installed() {
      return installed
    },
    askLabels() {
      if (labelsAsked) return
      labelsAsked = true
      void readLabels()
    },
    kmmKnown: () => asking,
  }
}
