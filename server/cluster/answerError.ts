import { ClusterError, type ClusterErrorKind, type StatusCause } from './clusterError.ts'
import { isRecord, listOf, numberOf, parseJson, recordOf, textOf } from './json.ts'

/** What an answer that is no success consists of. */
export interface RefusedAnswer {
  readonly status: number
  /** of the `Retry-After` header, when it holds seconds */
  readonly retryAfterMs?: number | undefined
  readonly body: string
  /** what was asked, such as `GET /api/v1/nodes`; named when the server says too little itself */
  readonly asked: string
}

/** An HTTP answer of 400 and above (or a watch's ERROR object) as an error whose message is the server's own. */
export function answerError(answer: RefusedAnswer): ClusterError {
  const parsed = parseJson(answer.body)
  if (isRecord(parsed) && parsed.kind === 'Status') return statusError(parsed, answer)
  const said = answer.body.trim()
  const shown = said.startsWith('<') ? 'a web page' : said.length > 300 ? `${said.slice(0, 300)}…` : said
  const message = `the server answered ${answer.status} to ${answer.asked}${shown === '' ? '' : `: ${shown}`}`
  const kind = answer.status === 403 ? 'forbidden' : kindOf(answer.status, said)
  return new ClusterError(kind, message, { status: answer.status, ...retryAfter(answer.retryAfterMs) })
}

/** A `Status` object, as it comes in a refused answer and in a watch's ERROR event. */
export function statusError(status: unknown, answer: Omit<RefusedAnswer, 'body'>): ClusterError {
  const fields = recordOf(status)
  const details = recordOf(fields.details)
  const reason = textOf(fields.reason)
  const code = numberOf(fields.code) ?? answer.status
  const message = textOf(fields.message) || `the server answered ${code} ${reason ?? ''} to ${answer.asked}`
  const seconds = numberOf(details.retryAfterSeconds)
  const retryAfterMs = answer.retryAfterMs ?? (seconds === undefined ? undefined : seconds * 1000)
  return new ClusterError(kindOf(code, message), message, {
    status: code,
    causes: listOf(details.causes).map(parseCause),
    ...(reason ? { reason } : {}),
    ...retryAfter(retryAfterMs),
  })
}

/** RBAC's refusals all have this shape; any other 403 comes from admission. */
const rbacText = /forbidden: User ".*" cannot /s
const webhookDenial = /^admission webhook ".*" denied the request/s

function kindOf(status: number, message: string): ClusterErrorKind {
  if (status >= 400 && status < 500 && webhookDenial.test(message)) return 'denied'
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return rbacText.test(message) ? 'forbidden' : 'denied'
    case 404:
      return 'notFound'
    case 408:
      return 'timeout'
    case 409:
      return 'conflict'
    case 410:
      return 'expired'
    case 400:
    case 413:
    case 415:
    case 422:
      return 'invalid'
    case 429:
    case 503:
      return 'busy'
    default:
      // Server-side apply reports keys and types that do not fit as a plain 500 (kubernetes/kubernetes#105916).
      return message.includes('failed to create typed patch object') ? 'invalid' : 'internal'
  }
}

function parseCause(value: unknown): StatusCause {
  const cause = recordOf(value)
  return {
    reason: textOf(cause.reason) ?? '',
    message: textOf(cause.message) ?? '',
    field: textOf(cause.field) ?? '',
  }
}

function retryAfter(retryAfterMs: number | undefined): { retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs }
}
