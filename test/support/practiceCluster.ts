import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { clusterOf } from '../../server/cluster/connection.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { readKubeconfig } from '../../server/cluster/readKubeconfig.ts'
import { type Practice, startPractice } from '../../server/practice/practice.ts'

/** The simulated kubelet's waits shrink to this, so that a run takes a fraction of a second. */
const delayMs = 5

/** A practice cluster of this test's own, at high speed; it ends with the test. */
export async function practiceCluster(): Promise<Practice> {
  const dir = await mkdtemp(join(tmpdir(), 'kmm-test-'))
  const practice = await startPractice({
    dir,
    delay: (_, signal) =>
      new Promise((resolve) => {
        setTimeout(resolve, signal.aborted ? 0 : delayMs)
      }),
  })
  onTestFinished(async () => {
    await practice.stop()
    await rm(dir, { recursive: true, force: true })
  })
  return practice
}

/** The same cluster through the eyes of `viewer`, who sees no nodes and writes nothing. */
export async function asViewer(practice: Practice): Promise<Cluster> {
  const connection = clusterOf(await readKubeconfig({ env: {}, home: tmpdir(), setting: practice.kubeconfigPath }))
  const cluster = createCluster({ ...connection, user: { ...connection.user, token: practice.tokens.viewer } })
  onTestFinished(() => cluster.close())
  return cluster
}
