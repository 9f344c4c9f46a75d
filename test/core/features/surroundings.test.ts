import { expect, test } from 'vitest'
import { bareSurroundings, type Surroundings, targetOf } from '../../../server/core/features/surroundings.ts'
import { newestRelease, type TargetRelease } from '../../../server/core/kmm/release.ts'
import { servedKinds } from '../../../server/core/schema/servedSchema.ts'
import { openapiDocument } from '../../../server/practice/api/openapi.ts'

const named: TargetRelease = { version: '2.4', edition: 'openshift' }
const running: TargetRelease = { version: '2.6', edition: 'upstream' }
const served = servedKinds([openapiDocument('kmm.sigs.x-k8s.io/v1beta1')], running)
const connected = { ...bareSurroundings.cluster, installed: { state: 'known', value: running } } as const

test.each<[string, Partial<Surroundings>, ReturnType<typeof targetOf>]>([
  ['nobody says anything', {}, undefined],
  ['somebody names a release', { target: named }, named],
  ['a cluster tells its release', { target: named, cluster: connected }, running],
  ['a cluster tells that and its fields', { target: named, cluster: connected, served }, { ...running, served }],
  ['a hub tells its fields only', { target: named, served }, { ...named, served }],
  ['a hub tells its fields, and nobody names a release', { served }, { ...newestRelease, served }],
  ['a cluster has nothing of KMM', { target: named, served: [] }, named],
])('the KMM that counts when %s', (_, surroundings, target) => {
  expect(targetOf({ ...bareSurroundings, ...surroundings })).toEqual(target)
})
