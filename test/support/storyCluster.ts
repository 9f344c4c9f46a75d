import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import type { Target } from '../../server/core/kmm/clusterFacts.ts'
import { startPractice } from '../../server/practice/practice.ts'
import type { PracticeControl } from '../../server/practice/practiceControl.ts'
import { startTestbed } from './testbed.ts'
import type { TestbedParts } from './testbedParts.ts'
import { startTestbedSimulators } from './testbedSimulators.ts'

/** A cluster that a story is told on. */
export interface StoryCluster {
  /** What leads the editor to it, as a person who may apply Modules and watch them load. */
  readonly kubeconfigPath: string
  readonly target: Pick<Target, 'context' | 'server'>
  /** The way in of one who may do everything. */
  readonly cluster: Cluster
  /** What makes nodes and their fortune change. */
  readonly control: PracticeControl
}

/** A practice cluster at the pace that people see; it ends with the test. */
export async function practiceForStory(): Promise<StoryCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'kmm-story-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const practice = await startPractice({ dir })
  onTestFinished(() => practice.stop())
  const { kubeconfigPath, url, cluster, control } = practice
  return { kubeconfigPath, target: { context: 'practice', server: url }, cluster, control }
}

/** A real API server with everything behind it simulated, at the same pace; it ends with the test. */
export async function realForStory({ binary, crdFolder }: TestbedParts): Promise<StoryCluster> {
  const bed = await startTestbed({ binary })
  onTestFinished(() => bed.stop())
  const { cluster, control, stop } = await startTestbedSimulators(bed, { crdFolder })
  onTestFinished(() => stop())
  const context = 'lab'
  const kubeconfigPath = await bed.kubeconfig('editor', { context })
  return { kubeconfigPath, target: { context, server: bed.server }, cluster, control }
}
