import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { clusterOf } from '../../server/cluster/connection.ts'
import { createCluster } from '../../server/cluster/createCluster.ts'
import { readKubeconfig } from '../../server/cluster/readKubeconfig.ts'
import { schemaOf } from '../../server/core/schema/moduleSchema.ts'
import { type InstalledKmm, readInstalledKmm } from '../../server/session/installedKmm.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { startTestbed, type Testbed } from '../support/testbed.ts'
import { findTestbedParts } from '../support/testbedParts.ts'

const { binary, crdFolder, skipped } = await findTestbedParts()
const publishedMs = 60_000

describe.skipIf(skipped !== undefined)(skipped ?? 'what a real API server publishes of KMM', () => {
  let bed: Testbed
  let cluster: Cluster

  beforeAll(async () => {
    bed = await startTestbed({ binary })
    const kubeconfig = await readKubeconfig({ env: {}, home: bed.folder, setting: await bed.kubeconfig('viewer') })
    cluster = createCluster(clusterOf(kubeconfig))
  })
  afterAll(async () => {
    cluster?.close()
    await bed?.stop()
  })

  /** The server publishes a CRD some moments after it takes objects of it. */
  const published = async (count: number): Promise<InstalledKmm> => {
    const { signal } = new AbortController()
    const giveUpAtMs = Date.now() + publishedMs
    for (;;) {
      const found = await readInstalledKmm(cluster, signal)
      if (found.served.length >= count || Date.now() > giveUpAtMs) return found
    }
  }

  test('on a hub, where nobody can tell the release, are the fields of its kinds', { timeout: 90_000 }, async () => {
    const folder = await temporaryFolder()
    for (const file of hubFiles) await copyFile(join(crdFolder, file), join(folder, file))
    await bed.applyCrds(folder)
    const { release, served } = await published(hubFiles.length)
    expect(release).toEqual({ state: 'unknown', why: 'absent' })
    expect(served.map(({ kind }) => kind).toSorted()).toEqual(hubKinds)
    for (const { kind, apiVersion, schema } of served) expect(schema, kind).toEqual(schemaOf(kind, apiVersion))
  })

  test('is read as the newest release, and as the fields that our table has', { timeout: 90_000 }, async () => {
    await bed.applyCrds(crdFolder)
    const { release, served } = await published(kinds.length)
    expect(release).toEqual({ state: 'known', value: { version: '2.7', edition: 'upstream' } })
    expect(served.map(({ kind, apiVersion }) => `${apiVersion} ${kind}`).toSorted()).toEqual(kinds)
    for (const { kind, apiVersion, schema } of served) expect(schema, kind).toEqual(schemaOf(kind, apiVersion))
  })
})

const hubKinds = ['ManagedClusterModule', 'ModuleBuildSignConfig', 'ModuleImagesConfig']
const hubFiles = [
  'hub.kmm.sigs.x-k8s.io_managedclustermodules.yaml',
  'kmm.sigs.x-k8s.io_modulebuildsignconfigs.yaml',
  'kmm.sigs.x-k8s.io_moduleimagesconfigs.yaml',
]

const kinds = [
  'hub.kmm.sigs.x-k8s.io/v1beta1 ManagedClusterModule',
  'kmm.sigs.x-k8s.io/v1beta1 Module',
  'kmm.sigs.x-k8s.io/v1beta1 ModuleBuildSignConfig',
  'kmm.sigs.x-k8s.io/v1beta1 ModuleImagesConfig',
  'kmm.sigs.x-k8s.io/v1beta1 NodeModulesConfig',
  'kmm.sigs.x-k8s.io/v1beta1 PreflightValidation',
  'kmm.sigs.x-k8s.io/v1beta2 PreflightValidation',
]
