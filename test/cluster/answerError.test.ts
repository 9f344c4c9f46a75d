import { expect, test } from 'vitest'
import { answerError } from '../../server/cluster/answerError.ts'
import type { ClusterErrorKind } from '../../server/cluster/clusterError.ts'

const webhook = 'admission webhook "vmodule.kb.io" denied the request: container image must explicitely set a tag'
const cases: readonly [kind: ClusterErrorKind, status: number, message: string][] = [
  ['unauthorized', 401, 'Unauthorized'],
  [
    'forbidden',
    403,
    'nodes is forbidden: User "viewer" cannot list resource "nodes" in API group "" at the cluster scope',
  ],
  ['forbidden', 403, 'forbidden: User "system:anonymous" cannot get path "/readyz"'],
  ['denied', 403, webhook],
  ['denied', 400, webhook],
  ['denied', 403, 'pods "x" is forbidden: violates PodSecurity "restricted:latest": privileged'],
  ['denied', 403, "modules \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no"],
  ['denied', 403, 'modules "x" is forbidden: exceeded quota: q'],
  ['invalid', 400, 'admission webhook "w" does not support dry run'],
  ['notFound', 404, 'modules "x" not found'],
  ['conflict', 409, 'Apply failed with 1 conflict'],
  ['expired', 410, 'too old resource version: 246 (251)'],
  ['invalid', 422, 'Module "x" is invalid'],
  ['invalid', 500, 'failed to create typed patch object (/x; v1, Kind=M): .spec.a: field not declared in schema'],
  ['internal', 500, 'failed calling webhook "vmodule.kb.io"'],
  ['busy', 429, 'storage is (re)initializing'],
  ['busy', 503, 'apiserver not ready'],
]

test.each(cases)('%s: %i %s', (kind, status, message) => {
  const body = JSON.stringify({ kind: 'Status', message, code: status })
  const error = answerError({ status, body, asked: 'GET /x' })
  expect([error.kind, error.message, error.status]).toEqual([kind, message, status])
})

test('causes, reason and the wait that the server asks for are kept', () => {
  const details = { causes: [{ reason: 'FieldValueRequired', message: 'm', field: 'spec.a' }, 7], retryAfterSeconds: 2 }
  const body = JSON.stringify({ kind: 'Status', message: 'no', reason: 'Invalid', code: 422, details })
  const error = answerError({ status: 422, body, asked: 'GET /x' })
  expect(error.reason).toBe('Invalid')
  expect(error.retryAfterMs).toBe(2000)
  expect(error.causes).toEqual([
    { reason: 'FieldValueRequired', message: 'm', field: 'spec.a' },
    { reason: '', message: '', field: '' },
  ])
})

test('an answer that is no Status says what was asked', () => {
  const plain = answerError({ status: 404, body: '404 page not found\n', asked: 'GET /apis/x' })
  expect([plain.kind, plain.message]).toEqual([
    'notFound',
    'the server answered 404 to GET /apis/x: 404 page not found',
  ])
  const html = answerError({ status: 502, body: '<html>bad gateway</html>', asked: 'GET /x' })
  expect([html.kind, html.message]).toEqual(['internal', 'the server answered 502 to GET /x: a web page'])
  expect(answerError({ status: 403, body: '<html>', asked: 'GET /x' }).kind).toBe('forbidden')
})
