import { describe, expect, test } from 'vitest'
import { answerError } from '../../server/cluster/answerError.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'
import { refusalProblems } from '../../server/session/refusal.ts'
import { moduleText } from '../support/moduleText.ts'
import { shared } from '../support/shared.ts'

/** The text that a refusal is put on, with what a person reads there. */
function place(status: number, body: object, text = moduleText()): readonly string[] {
  const [document] = parseYaml(text).documents
  if (document === undefined) throw new Error('the text holds no document')
  const error = answerError({
    status,
    body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', ...body }),
    asked: 'PATCH modules/pt-char-dev',
  })
  return refusalProblems(document, error).map(
    ({ range, message }) => `${document.text.slice(range.start, range.end)} ← ${message}`,
  )
}

test('schema causes stand on their fields, and what follows from them is left out', () => {
  const causes = [
    {
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: 'spec.moduleLoader.container.kernelMappings[0].containerImage',
    },
    { reason: 'FieldValueInvalid', message: 'some validation rules were not checked', field: '<nil>' },
  ]
  expect(place(422, { reason: 'Invalid', message: 'Module is invalid', details: { causes } })).toEqual([
    'quay.io/chrisp262/pt-char-dev:${KERNEL_FULL_VERSION} ← The server refused this: Required value',
  ])
})

test('a key with dots is found by its longest name', () => {
  const message =
    'failed to create typed patch object (default/drv; kmm.sigs.x-k8s.io/v1beta1, Kind=Module): .spec.selector.node-role.kubernetes.io/worker: expected string, got &value.valueUnstructured{Value:true}'
  expect(place(500, { message })).toEqual(['"" ← The server refused this: expected string, not true'])
})

test('a list of typed-patch errors is a list of problems', () => {
  const message =
    'failed to create typed patch object (/drv; kmm.sigs.x-k8s.io/v1beta1, Kind=Module): errors:\n  .spec.foo: field not declared in schema\n  .spec.moduleLoader.container.modprobe.moduleName: expected string, got &value.valueUnstructured{Value:5}'
  expect(place(500, { message })).toEqual([
    'spec ← The server refused this: field not declared in schema',
    'ptemplate_char_dev ← The server refused this: expected string, not 5',
  ])
})

test('a line of the body is a line of the document', () => {
  const message =
    'error strict decoding patch: error converting YAML to JSON: yaml: unmarshal errors:\n  line 4: key "name" already set in map'
  expect(place(400, { reason: 'BadRequest', message })[0]).toMatch(/^ {2}name: pt-char-dev ← /)
})

test.each([
  ['invalid regexp at index 0: error parsing regexp: missing closing )', '^.+$'],
  ['regexp or literal must be set at kernelMappings[0]', 'kernelMappings'],
  [
    'failed to validate image format: container image must explicitely set a tag or digest; got: ptemplate_char_dev',
    'ptemplate_char_dev',
  ],
  ['failed to validate modprobe: rawArgs cannot be set when moduleName is set', 'modprobe'],
  ['module name and namespace have a combined length of 50 characters, which exceeds', 'pt-char-dev'],
  ['a text that no release had so far', 'pt-char-dev'],
])('the webhook says %s', (said, expected) => {
  const message = `admission webhook "vmodule.kb.io" denied the request: ${said}`
  const [found = ''] = place(403, { reason: 'Forbidden', message })
  expect(found).toContain(expected)
  expect(found).toContain(`The server refused this: ${said}`)
})

test('a missing permission is not about the document', () => {
  expect(
    place(403, { reason: 'Forbidden', message: 'modules is forbidden: User "u" cannot patch resource "modules"' }),
  ).toEqual([])
})

describe.runIf(shared.present)('every answer of the real server', () => {
  test('leads to a place inside the document', () => {
    const lines = shared.text('kmm/oracle/verdicts.jsonl').trimEnd().split('\n')
    const lost: string[] = []
    for (const line of lines) {
      const { yaml, apply } = JSON.parse(line)
      if (apply.code < 300) continue
      const body = { reason: apply.reason ?? '', message: apply.message, details: { causes: apply.causes ?? [] } }
      const found = place(apply.code, body, yaml)
      if (found.length === 0 || found.some((one) => one.startsWith(' ←'))) lost.push(apply.message)
    }
    expect(lost).toEqual([])
  })
})
