import { expect, test } from 'vitest'
import { problems } from '../../../server/core/features/diagnostics.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { checkFix, problemsIn } from '../../support/check.ts'
import { modulePieces } from '../../support/modulePieces.ts'

test.each([
  ['name: drv', []],
  ['name: a.b-c', []],
  ['name: Drv', ['kmm/name-invalid']],
  ['name: ""', ['kmm/name-missing']],
  ['generateName: drv-', ['kmm/name-missing']],
  ['name: drv\nuid: abc', ['kmm/server-field']],
  ['name: drv\nmanagedFields: []', ['kmm/server-field']],
  ['name: drv\nresourceVersion: "5"\ncreationTimestamp: null\nfinalizers: [x]', []],
  ['name: drv\nlabels: {a: b, example.com/c: ""}', []],
  ['name: drv\nlabels: {a: b c}', ['kmm/label-value']],
  ['name: drv\nlabels: {a b: c}', ['kmm/label-key']],
  ['name: drv\nannotations: {A/b: c d}', []],
  ['name: drv\nannotations: {a b: c d}', ['kmm/label-key']],
  ['name: drv\nlabels: {a: 1}', ['kmm/yaml11-number']],
  ['name: drv\nnamespace: other', []],
  ['name: null', ['kmm/name-missing']],
  ['name: drv\nlabels:\nannotations: {a: null}\nuid: ~', []],
  ['name: drv\nlabels: {1e9: a}', ['kmm/label-key']],
  ['name: drv\nannotations: {İ: a}', []],
  ['name: drv\nuid: ""', []],
  ['name: drv\nuid: 5', ['kmm/yaml11-number']],
  ['name: drv\nmanagedFields: [{manager: a}]', ['kmm/server-field']],
  ['name: drv\nmanagedFields: [{}, null]', []],
  ['name: drv\nmanagedFields: x', ['kmm/wrong-type']],
  ['name: drv\nresourceVersion: "18446744073709551615"', []],
  ['name: drv\nresourceVersion: "18446744073709551616"', ['kmm/server-field']],
  ['name: drv\nresourceVersion: abc', ['kmm/server-field']],
  ['name: drv\ngenerateName: drv-', []],
  ['name: drv\ngenerateName: Drv-', ['kmm/name-invalid']],
  ['name: drv\ncreationTimestamp: 5\ndeletionTimestamp: yes\ngeneration: 1.5', []],
  ['name: drv\ncreationTimestamp: {}', ['kmm/wrong-type']],
])('%j: %j', (metadata, ids) => {
  expect(problemsIn(modulePieces({ metadata })).map((problem) => problem.id)).toEqual(ids)
})

test('fixes', () => {
  const text = (metadata: string): string => modulePieces({ metadata })
  checkFix('kmm/name-invalid', text('name: My_Driver'), text('name: my-driver'))
  checkFix('kmm/name-missing', text('generateName: drv-'), text('generateName: drv-\nname: example'))
  checkFix('kmm/server-field', text('name: drv\nuid: abc'), text('name: drv'))
})

test.each([
  ['kmm.sigs.x-k8s.io/v1beta1', 'Module', 'selector: {}', ['kmm/namespace-mismatch']],
  ['kmm.sigs.x-k8s.io/v1beta2', 'PreflightValidation', 'kernelVersion: 6.6.2', []],
])(
  '%s %s goes to the namespace of the request, unless its kind is of the whole cluster',
  (apiVersion, kind, spec, ids) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a, namespace: b}\nspec:\n  ${spec}\n`
    const [document] = parseYaml(text).documents
    const found = document && problems(document, { namespace: 'default', namespaceFixed: true })
    expect(found?.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual(ids)
  },
)

test('annotations have at most 262,144 bytes together', () => {
  const text = (length: number): string =>
    modulePieces({ metadata: `name: drv\nannotations: {a: ${'b'.repeat(length)}}` })
  expect(problemsIn(text(262_143))).toEqual([])
  expect(problemsIn(text(262_144)).map(({ id, path }) => [id, path])).toEqual([
    ['kmm/out-of-range', ['metadata', 'annotations']],
  ])
})
