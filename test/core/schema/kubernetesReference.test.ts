import { expect, test } from 'vitest'
import { kubernetesReference } from '../../../server/core/schema/kubernetesReference.ts'

const core = 'https://kubernetes.io/docs/reference/kubernetes-api'

test.each([
  [['metadata', 'labels'], `${core}/definitions/object-meta-v1-meta/#ObjectMeta`],
  [['spec', 'tolerations', 0, 'key'], `${core}/definitions/toleration-v1/#Toleration`],
  [['spec', 'devicePlugin', 'volumes', 0, 'hostPath', 'path'], `${core}/core/pod-v1/#Volume`],
  [['spec', 'devicePlugin', 'container', 'image'], `${core}/core/pod-v1/#Container`],
  [['spec', 'dra', 'initContainer', 'env'], `${core}/core/pod-v1/#Container`],
  [['spec', 'dra', 'initContainer', 'env', 0, 'name'], `${core}/core/pod-v1/#EnvVar`],
  [['spec', 'moduleSpec', 'dra', 'container', 'volumeMounts', 0], `${core}/core/pod-v1/#VolumeMount`],
  [['spec', 'dra', 'container', 'resources', 'limits', 'cpu'], `${core}/core/pod-v1/#ResourceRequirements`],
] as const)('%j is explained by Kubernetes', (path, url) => {
  expect(kubernetesReference(path)?.url).toBe(url)
})

test.each([
  [['spec', 'selector', 'metadata']],
  [['spec', 'tolerations']],
  [['spec', 'devicePlugin', 'volumes']],
  [['spec', 'devicePlugin', 'container']],
  [['spec', 'moduleLoader', 'container', 'containerImage']],
  [['spec', 'dra', 'deviceClasses', 0, 'name']],
] as const)("%j is KMM's own", (path) => {
  expect(kubernetesReference(path)).toBeUndefined()
})
