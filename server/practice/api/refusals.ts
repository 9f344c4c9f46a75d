import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import type { StatusCause } from '../../cluster/clusterError.ts'
import type { RefusedField } from '../verdict.ts'
import { ApiError, invalid } from './apiError.ts'

/** The name under which KMM registers its webhook for Modules. */
export const moduleWebhook = 'vmodule.kb.io'

/** Throws the 400 of a text that cannot be read, told by its first fault. */
export function refuseText(refused: readonly RefusedField[], doing: string): void {
  const first = refused.find((field) => field.stage === 'text')
  if (first !== undefined) throw new ApiError(400, 'BadRequest', `${doing}: ${first.message}`)
}

/** Throws the 500 of a patch that does not fit its kind's fields: no reason, no causes, all of it in the message. */
export function refuseTypedPatch(
  texts: readonly string[],
  object: { readonly id: string; readonly kind: string },
): void {
  if (texts.length === 0) return
  const list = texts.length === 1 ? texts[0] : `errors:${texts.map((text) => `\n  ${text}`).join('')}`
  throw new ApiError(500, '', `failed to create typed patch object (${object.id}; ${object.kind}): ${list}`)
}

/** Throws the 422 of an object that its schema refuses, with every cause. */
export function refuseSchema(causes: readonly StatusCause[], resource: Resource, object: KubeObject): void {
  if (causes.length === 0) return
  const isBlocked = causes.some(({ reason }) => blocking.has(reason))
  // The one CEL rule stands on `spec` itself.
  const asked = causes.filter(({ reason, field }) => !(reason === 'FieldValueInvalid' && field === 'spec'))
  throw invalid(resource.kind, resource.group, object.metadata.name, isBlocked ? [...asked, unchecked] : causes)
}

/** After these, the API server asks no CEL rule and says so in one more cause (`validation.hasBlockingErr`). */
const blocking = new Set([
  'FieldValueRequired',
  'FieldValueTypeInvalid',
  'FieldValueNotSupported',
  'FieldValueTooMany',
  'FieldValueTooLong',
])

const unchecked: StatusCause = {
  reason: 'FieldValueInvalid',
  message: 'Invalid value: null: some rules were not asked because the object does not fit its schema; mend that first',
  field: '<nil>',
}

/**
 * Throws the 403 of KMM's webhook, which tells its first reason only and gives no causes. What it has against an update
 * comes before what it has against the object.
 */
export function refuseWebhook(refused: readonly RefusedField[], againstUpdate?: string): void {
  const first = againstUpdate ?? refused.find((field) => field.stage === 'webhook')?.message
  if (first === undefined) return
  throw new ApiError(403, 'Forbidden', `admission webhook "${moduleWebhook}" denied the request: ${first}`)
}

/** Whether a field is one that its kind does not have: a 400 when creating, while wrong types are causes of a 422. */
export function isUnknownKey({ id }: RefusedField): boolean {
  return id === 'kmm/unknown-key'
}

/** The causes of a 422: what the schema refuses, and what API machinery refuses in metadata, one per field and reason. */
export function schemaCauses(refused: readonly RefusedField[], meta: readonly StatusCause[]): readonly StatusCause[] {
  const own = refused
    .filter((field) => field.stage === 'schema' || (field.stage === 'typedPatch' && !isUnknownKey(field)))
    .map(({ field, message, reason, id }) => ({ reason: reason ?? reasonOf(id), message, field }))
  const known = new Set(own.map(({ field }) => field))
  return [...meta.filter(({ field }) => !known.has(field)), ...own]
}

function reasonOf(id: string | undefined): string {
  return id === 'kmm/duplicate-item' ? 'FieldValueDuplicate' : 'FieldValueInvalid'
}
