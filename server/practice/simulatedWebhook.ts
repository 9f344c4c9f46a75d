import { createServer } from 'node:https'
import { moduleWebhook } from './api/refusals.ts'
import { isJsonObject, mapAt, textAt, valueAt } from './json.ts'
import { portOf } from './kubelet/kubeletServer.ts'
import { versionChangeRefusal } from './refuseVersionChange.ts'
import type { Judge } from './verdict.ts'

export interface SimulatedWebhook {
  /** where the API server reaches it */
  readonly url: string
  close(): void
}

/**
 * KMM's admission webhook for Modules, over HTTPS on loopback, so that a real API server can ask it. It judges the
 * object by the rules of the language service and tells its first reason, like KMM's.
 */
export async function startWebhook(
  certificate: { readonly cert: string; readonly key: string },
  judge: Judge,
): Promise<SimulatedWebhook> {
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer = answerReview(Buffer.concat(chunks).toString('utf8'), judge)
      response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? {}))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `https://127.0.0.1:${portOf(server.address())}/validate-kmm-sigs-x-k8s-io-v1beta1-module`, close }
}

/** What to create on an API server so that it asks the webhook about every Module (`config/webhook/manifests.yaml` of KMM). */
export function webhookConfiguration(webhook: SimulatedWebhook, caPem: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'kmm-validating-webhook-configuration' },
    webhooks: [
      {
        name: moduleWebhook,
        admissionReviewVersions: ['v1'],
        clientConfig: { url: webhook.url, caBundle: Buffer.from(caPem).toString('base64') },
        failurePolicy: 'Fail',
        sideEffects: 'None',
        rules: [
          {
            apiGroups: ['kmm.sigs.x-k8s.io'],
            apiVersions: ['v1beta1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['modules'],
          },
        ],
      },
    ],
  }
}

/** The answer to an AdmissionReview of `admission.k8s.io/v1`; `undefined` when the body is none. */
export function answerReview(body: string, judge: Judge): object | undefined {
  const review = parseJson(body)
  const uid = textAt(review, 'request', 'uid')
  if (uid === undefined) return undefined
  const answer = (response: object) => ({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response })
  const object = mapAt(review, 'request', 'object')
  const { managedFields: _managedFields, ...metadata } = mapAt(object, 'metadata')
  const text = JSON.stringify({ ...object, metadata })
  const { refused } = judge(text, textAt(review, 'request', 'namespace') ?? '')
  const before = valueAt(review, 'request', 'oldObject')
  const againstUpdate = before === undefined || before === null ? undefined : versionChangeRefusal(before, object)
  const message = againstUpdate ?? refused.find((field) => field.stage === 'webhook')?.message
  if (message === undefined) return answer({ uid, allowed: true })
  return answer({ uid, allowed: false, status: { code: 403, reason: 'Forbidden', message } })
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
