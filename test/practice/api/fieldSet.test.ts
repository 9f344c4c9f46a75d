import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, parseFieldSet, pathText, printFieldSet } from '../../../server/practice/api/fieldSet.ts'

const module = {
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  metadata: { name: 'm', namespace: 'default', labels: { 'a.b/c': 'd' } },
  spec: {
    selector: { 'node-role.kubernetes.io/worker': '' },
    imageRepoSecret: { name: 's' },
    moduleLoader: { container: { kernelMappings: [{ regexp: 'x' }], modprobe: { args: {} } } },
  },
}

test('leaves are scalars, lists, empty maps and references; names are nobody s', () => {
  expect([...fieldsOf(module)].map(pathText)).toEqual([
    '.metadata.labels.a.b/c',
    '.spec.selector.node-role.kubernetes.io/worker',
    '.spec.imageRepoSecret',
    '.spec.moduleLoader.container.kernelMappings',
    '.spec.moduleLoader.container.modprobe.args',
  ])
})

test('a set is printed as Kubernetes does', () => {
  expect(printFieldSet(fieldsOf({ spec: { a: 1, b: { c: [1] } } }))).toEqual({
    'f:spec': { 'f:a': {}, 'f:b': { 'f:c': {} } },
  })
})

test('what is printed can be read back', () => {
  const key = fc
    .string({ minLength: 1, maxLength: 5 })
    .filter((text) => !text.includes('\u0000') && text !== '__proto__')
  const tree = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.array(fc.integer()), fc.dictionary(key, tie('node'))),
  })).node
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1 }), (spec) => {
      const fields = fieldsOf({ spec })
      expect(new Set(parseFieldSet(printFieldSet(fields)))).toEqual(new Set(fields))
    }),
  )
})
