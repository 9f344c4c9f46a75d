import type { CrdSchema } from './tableNode.ts'

const string: CrdSchema = { type: 'string' }
const strings: CrdSchema = { type: 'object', additionalProperties: string }
const int64: CrdSchema = { type: 'integer', format: 'int64' }
const time: CrdSchema = { type: 'string', format: 'date-time', nullable: true }

/**
 * What `metadata` may hold. CRDs do not say, but apply with strict validation refuses every other key. `name` is
 * required because apply refuses a document without one, `generateName` or not (seen on kube-apiserver 1.37).
 * The finalizers are a set: no keys tell its items apart, but they themselves.
 */
export const objectMeta: CrdSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    annotations: strings,
    creationTimestamp: time,
    deletionGracePeriodSeconds: int64,
    deletionTimestamp: time,
    finalizers: { type: 'array', items: string, 'x-kubernetes-list-map-keys': [] },
    generateName: string,
    generation: int64,
    labels: strings,
    managedFields: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: string,
          fieldsType: string,
          fieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          manager: string,
          operation: string,
          subresource: string,
          time,
        },
      },
    },
    name: string,
    namespace: string,
    ownerReferences: {
      type: 'array',
      'x-kubernetes-list-map-keys': ['uid'],
      items: {
        type: 'object',
        required: ['apiVersion', 'kind', 'name', 'uid'],
        properties: {
          apiVersion: string,
          blockOwnerDeletion: { type: 'boolean' },
          controller: { type: 'boolean' },
          kind: string,
          name: string,
          uid: { type: 'string', default: '' },
        },
      },
    },
    resourceVersion: string,
    selfLink: string,
    uid: string,
  },
}
