import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReadContainerLog } from '../containerLogs.ts'
import { type AccessRequest, type ApiUser, forbidden, isAllowed } from './access.ts'
import { ApiError } from './apiError.ts'
import type { WriteContext } from './writeContext.ts'

export interface ApiServerOptions extends WriteContext {
  /** the user that a bearer token stands for; `undefined` is 401 */
  readonly userOf: (token: string) => ApiUser | undefined
  readonly readContainerLog: ReadContainerLog
  /** paths outside the API, such as the practice cluster's own controls; only for users who may do everything */
  readonly control?: ((path: string, body: unknown) => Promise<object>) | undefined
  readonly bookmarkEveryMs?: number
}

/** One request on its way to an answer. */
export interface ApiCall {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly options: ApiServerOptions
  readonly user: ApiUser
  readonly path: string
  readonly params: URLSearchParams
  /** aborts when the client has gone */
  readonly signal: AbortSignal
}

/** Throws 403 when the user may not do this. */
export function allow(user: ApiUser, request: AccessRequest): void {
  if (!isAllowed(user, request)) throw forbidden(user, request)
}

export function notAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}
