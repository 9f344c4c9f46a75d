export type ClusterErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'denied'
  | 'notFound'
  | 'conflict'
  | 'invalid'
  | 'expired'
  | 'busy'
  | 'internal'
  | 'cancelled'

/** One entry of a Status answer's `details.causes`. */
export interface StatusCause {
  readonly reason: string
  readonly message: string
  readonly field: string
}

export interface ClusterErrorDetails {
  readonly status?: number
  readonly reason?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** The only error that leaves `cluster/`. `message` is the server's own, or a sentence of ours that says what to do. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError'
  readonly kind: ClusterErrorKind
  /** HTTP status, when the server answered at all */
  readonly status: number | undefined
  readonly reason: string | undefined
  readonly causes: readonly StatusCause[]
  readonly retryAfterMs: number | undefined

  constructor(kind: ClusterErrorKind, message: string, details: ClusterErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.kind = kind
    this.status = details.status
    this.reason = details.reason
    this.causes = details.causes ?? []
    this.retryAfterMs = details.retryAfterMs
  }
}
