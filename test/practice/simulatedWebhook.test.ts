import { expect, test } from 'vitest'
import { textAt, valueAt } from '../../server/practice/json.ts'
import { judgeDocument } from '../../server/practice/judgeDocument.ts'
import { answerReview } from '../../server/practice/simulatedWebhook.ts'

function review(regexp: string): string {
  const container = { modprobe: { moduleName: 'm' }, kernelMappings: [{ regexp, containerImage: 'image:1' }] }
  const object = {
    apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
    kind: 'Module',
    metadata: { name: 'm', namespace: 'default', uid: 'x', managedFields: [{}] },
    spec: { selector: {}, moduleLoader: { container } },
  }
  return JSON.stringify({ request: { uid: 'u', namespace: 'default', object } })
}

test('a good Module is allowed', () => {
  expect(answerReview(review('^6'), judgeDocument)).toEqual({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    response: { uid: 'u', allowed: true },
  })
})

test('a bad one is denied with 403 and a reason', () => {
  const answer = answerReview(review('('), judgeDocument)
  expect(valueAt(answer, 'response', 'allowed')).toBe(false)
  expect(valueAt(answer, 'response', 'status', 'code')).toBe(403)
  expect(textAt(answer, 'response', 'status', 'message')).toContain('missing closing )')
})

test.each(['', '{', '[]', '{"request":{}}'])('%s is no review', (body) => {
  expect(answerReview(body, judgeDocument)).toBeUndefined()
})
