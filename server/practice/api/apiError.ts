import type { StatusCause } from '../../cluster/clusterError.ts'

/** Reasons of the Kubernetes API by the HTTP status that carries them (`metav1.StatusReason`). */
export type StatusReason =
  | 'BadRequest'
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFound'
  | 'MethodNotAllowed'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Expired'
  | 'UnsupportedMediaType'
  | 'Invalid'
  | 'InternalError'
  | ''

export interface ApiErrorDetails {
  readonly name?: string | undefined
  readonly group?: string | undefined
  readonly kind?: string | undefined
  readonly causes?: readonly StatusCause[] | undefined
}

/** A refusal that becomes a `Status` answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: number
  readonly reason: StatusReason
  readonly details: ApiErrorDetails | undefined

  constructor(code: number, reason: StatusReason, message: string, details?: ApiErrorDetails) {
    super(message)
    this.code = code
    this.reason = reason
    this.details = details
  }
}

/** The body of a refusal, as the API server writes it. */
export function statusBody(error: ApiError): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: error.message,
    ...(error.reason === '' ? {} : { reason: error.reason }),
    ...(error.details === undefined ? {} : { details: withoutEmpty(error.details) }),
    code: error.code,
  }
}

/** Go leaves empty strings out. */
function withoutEmpty(details: ApiErrorDetails): object {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== '' && value !== undefined))
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message)
}

export function notFound(plural: string, group: string, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${qualified(plural, group)} "${name}" not found`, { name, group, kind: plural })
}

export function conflict(plural: string, group: string, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(plural, group)} "${name}": ${why}`
  return new ApiError(409, 'Conflict', message, { name, group, kind: plural })
}

/** 422 with one cause per field. */
export function invalid(kind: string, group: string, name: string, causes: readonly StatusCause[]): ApiError {
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`)
  const list = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
  const message = `${qualified(kind, group)} "${name}" is invalid: ${list}`
  return new ApiError(422, 'Invalid', message, { name, group, kind, causes })
}

export function qualified(name: string, group: string): string {
  return group === '' ? name : `${name}.${group}`
}
