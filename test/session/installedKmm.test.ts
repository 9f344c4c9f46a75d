import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { crdSets, crdsFolder, readCrds } from '../../scripts/schemaTable.ts'
import { installedRelease } from '../../server/session/installedKmm.ts'

test('every published set of CRDs tells its release and edition', ({ skip }) => {
  skip(!existsSync(crdsFolder()), 'skipped: no ../shared')
  for (const { folder, edition, release } of crdSets(crdsFolder())) {
    const schemas = readCrds(folder).flatMap(({ spec }) =>
      spec.versions
        .filter(({ name }) => name === 'v1beta1' && spec.group === 'kmm.sigs.x-k8s.io')
        .map(({ schema }) => [`io.x-k8s.sigs.kmm.v1beta1.${spec.names.kind}`, schema.openAPIV3Schema] as const),
    )
    const document = { components: { schemas: Object.fromEntries(schemas) } }
    expect(installedRelease(document), folder).toEqual({ version: release, edition })
  }
})

test.each([undefined, null, 'text', {}, { components: { schemas: { 'a.Pod': {} } } }])('%j is no KMM', (document) => {
  expect(installedRelease(document)).toBeUndefined()
})

test('the kinds of a hub, which serves no Module, do not tell a release', () => {
  const images = { properties: { spec: { properties: { pushBuiltImage: { type: 'boolean' } } } } }
  const document = { components: { schemas: { 'io.x-k8s.sigs.kmm.v1beta1.ModuleImagesConfig': images } } }
  expect(installedRelease(document)).toBeUndefined()
})
