import { expect, test } from 'vitest'
import { parseTarget } from '../../../server/core/features/parseTarget.ts'
import { bareSurroundings, type Surroundings, targetOf } from '../../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'

test.each([
  ['', '', undefined],
  ['', 'upstream', undefined],
  ['2.4.1', '', { version: '2.4.1', edition: 'upstream' }],
  ['v2.6', 'openshift', { version: '2.6', edition: 'openshift' }],
  ['', 'openshift', { version: '2.7', edition: 'openshift' }],
])('"%s" of "%s"', (version, edition, target) => {
  expect(parseTarget(version, edition)).toEqual(target)
})

test.each([
  ['2', ''],
  ['3.0', ''],
  ['1.9', ''],
  ['latest', ''],
  ['2.6', 'redhat'],
])('"%s" of "%s" is answered with a sentence', (version, edition) => {
  expect(parseTarget(version, edition)).toEqual({ sentence: expect.stringMatching(/^there is no .*`\w/) })
})

test('a known cluster counts more than what somebody named, and the answer follows the target', () => {
  const target = { version: '2.2', edition: 'upstream' } as const
  const installed = { state: 'known', value: { version: '2.6', edition: 'upstream' } } as const
  const named = { ...bareSurroundings, target }
  const connected = { ...named, cluster: { ...named.cluster, installed } }
  const unknown = { ...named, cluster: { ...named.cluster, installed: { state: 'unknown', why: 'absent' } as const } }
  expect([named, connected, unknown].map(targetOf)).toEqual([target, installed.value, target])

  const text = `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: driver}
spec:
  selector: {a: b}
  tolerations: [{operator: Exists}]
  moduleLoader: {container: {modprobe: {moduleName: driver}, kernelMappings: [{literal: 6.6.2, containerImage: "q/x:1"}]}}
`
  const service = createLanguageService()
  const ids = (surroundings: Surroundings) =>
    service.problems({ uri: 'a', text }, surroundings).map(({ id, severity }) => `${severity} ${id}`)
  expect(ids(named)).toContain('error kmm/field-newer')
  expect(ids(connected)).not.toContain('error kmm/field-newer')
  expect(ids(bareSurroundings)).not.toContain('error kmm/field-newer')
})
