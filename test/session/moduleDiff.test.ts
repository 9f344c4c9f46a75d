import { expect, test } from 'vitest'
import type { KubeObject } from '../../server/cluster/cluster.ts'
import { moduleDiff, unifiedDiff } from '../../server/session/moduleDiff.ts'
import { moduleOf, moduleText } from '../support/moduleText.ts'

const like = moduleOf(moduleText()).module.root

function module(maxDev: string, more: object = {}): KubeObject {
  return {
    apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
    kind: 'Module',
    metadata: {
      name: 'drv',
      namespace: 'default',
      uid: 'u',
      resourceVersion: '7',
      generation: 2,
      managedFields: [{}],
      ...more,
    },
    spec: {
      selector: { a: 'y' },
      moduleLoader: { container: { version: '5.10', modprobe: { parameters: [maxDev], moduleName: 'drv' } } },
    },
    status: { moduleLoader: { desiredNumber: 3 } },
  }
}

test('only what a person wrote is compared, in the order of their document, quoted where YAML 1.1 would misread it', () => {
  expect(unifiedDiff(moduleDiff(module('max_dev=5'), module('max_dev=9'), like), 'drv')).toMatchInlineSnapshot(`
    "--- drv (cluster)
    +++ drv (this document)
    @@ -9,7 +9,7 @@
           modprobe:
             moduleName: drv
             parameters:
    -          - max_dev=5
    +          - max_dev=9
           version: "5.10"
       selector:
         a: "y"
    "
  `)
})

test('bookkeeping of the server is no change', () => {
  const diff = moduleDiff(module('a=1'), module('a=1', { resourceVersion: '9', generation: 3 }), like)
  expect(diff.changed).toBe(false)
  expect(unifiedDiff(diff, 'drv')).toBe('')
})

test('a new object has nothing before', () => {
  expect(moduleDiff(undefined, module('a=1'), like)).toMatchObject({ before: '', changed: true })
})
