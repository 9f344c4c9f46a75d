import type { Readable } from 'node:stream'
import { answerError } from './answerError.ts'
import { type CallScope, createCallScope } from './callScope.ts'
import type { Clock } from './clock.ts'
import { ClusterError } from './clusterError.ts'
import type { Connection } from './connection.ts'
import type { Credentials } from './credentials.ts'
import { parseJson } from './json.ts'
import { codeOf, networkError } from './networkError.ts'
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts'

export interface CallTiming {
  readonly signal?: AbortSignal | undefined
  /** for the whole call, or for a stream until its head; time spent on getting credentials does not count */
  readonly deadlineMs: number
}

export interface JsonAnswer {
  readonly status: number
  readonly warnings: readonly string[]
  readonly value: unknown
}

export interface StreamAnswer {
  readonly chunks: AsyncIterable<Uint8Array>
  /** Ends the stream at once. */
  destroy(): void
}

/** Requests with credentials, deadline, one renewal on 401, and repetition where that is safe. Throws ClusterError only. */
export interface Caller {
  json(request: HttpRequest, timing: CallTiming): Promise<JsonAnswer>
  /** An answer that goes on. Iterating it throws ClusterError when it is cut; its signal ends it with `cancelled`. */
  stream(request: HttpRequest, timing: CallTiming): Promise<StreamAnswer>
}

export interface CallerParts {
  readonly connection: Connection
  readonly credentials: Credentials
  readonly transport: Transport
  readonly clock: Clock
  /** in [0, 1) */
  readonly random: () => number
  /** aborts everything */
  readonly closed: AbortSignal
}

/** A GET is sent up to this often in all. */
const maxTries = 3

export function createCaller({ connection, credentials, transport, clock, random, closed }: CallerParts): Caller {
  return { json, stream }

  async function json(request: HttpRequest, timing: CallTiming): Promise<JsonAnswer> {
    const scope = openScope(request, timing)
    try {
      for (let tries = 1; ; tries += 1) {
        try {
          const answer = await send(request, scope)
          const value = parseJson(await readText(answer.body, scope))
          scope.disarm()
          if (value === undefined) throw notJson(request)
          return { status: answer.status, warnings: answer.warnings, value }
        } catch (error) {
          scope.disarm()
          const waitMs = request.method === 'GET' && tries < maxTries ? repeatAfterMs(error) : undefined
          if (waitMs === undefined || waitMs >= scope.leftMs()) throw error
          await clock.delay(waitMs, scope.signal)
          throwIfAborted(scope)
        }
      }
    } finally {
      scope.end()
    }
  }

  async function stream(request: HttpRequest, timing: CallTiming): Promise<StreamAnswer> {
    const scope = openScope(request, timing)
    try {
      const { body } = await send({ ...request, stream: true }, scope)
      scope.disarm()
      body.once('close', scope.end)
      return { chunks: readChunks(body, scope), destroy: () => body.destroy() }
    } catch (error) {
      scope.end()
      throw error
    }
  }

  /** One answer below 400, after at most one renewal of the credentials. The scope's time is left running. */
  async function send(request: HttpRequest, scope: CallScope): Promise<HttpAnswer> {
    for (let renewed = false; ; renewed = true) {
      throwIfAborted(scope)
      const credential = await credentials.get(scope.signal)
      throwIfAborted(scope)
      scope.arm()
      const answer = await transport.send(request, credential, scope.signal)
      if (answer.status < 400) return answer
      const body = await readText(answer.body, scope)
      scope.disarm()
      if (answer.status === 401 && !renewed && credentials.renew(credential)) continue
      if (answer.status === 401) throw unauthorized(body)
      throw answerError({ ...answer, body, asked: askedFor(request) })
    }
  }

  function openScope(request: HttpRequest, timing: CallTiming): CallScope {
    return createCallScope(clock, timing.deadlineMs, askedFor(request), [timing.signal, closed])
  }

  function repeatAfterMs(error: unknown): number | undefined {
    if (!(error instanceof ClusterError)) return undefined
    const jitterMs = 200 + random() * 1800
    if (error.status === 429) return error.retryAfterMs ?? jitterMs
    if (error.status !== undefined) return [502, 503, 504].includes(error.status) ? jitterMs : undefined
    return ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(codeOf(error.cause)) ? jitterMs : undefined
  }

  function unauthorized(body: string): ClusterError {
    const { context, user, server } = connection.target
    const who = user === '' ? 'requests without a user' : `the credentials of user \`${user}\``
    const message = `${server} does not accept ${who} (context \`${context}\`): they are missing, expired or revoked; log in again`
    return new ClusterError('unauthorized', message, {
      status: 401,
      reason: 'Unauthorized',
      cause: new Error(body.slice(0, 300)),
    })
  }

  async function readText(body: Readable, scope: CallScope): Promise<string> {
    const parts: Uint8Array[] = []
    for await (const chunk of readChunks(body, scope)) parts.push(chunk)
    return Buffer.concat(parts).toString('utf8')
  }

  async function* readChunks(body: Readable, scope: CallScope): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        if (chunk instanceof Uint8Array) yield chunk
      }
    } catch (error) {
      throwIfAborted(scope)
      throw networkError(error, connection)
    }
    // A body that was destroyed by the signal may also just end.
    throwIfAborted(scope)
  }

  function notJson(request: HttpRequest): ClusterError {
    const message = `${connection.target.server} did not answer ${askedFor(request)} in JSON: it is no Kubernetes API server, or a proxy answered for it`
    return new ClusterError('internal', message)
  }
}

function askedFor(request: HttpRequest): string {
  return `${request.method} ${request.path.split('?')[0]}`
}

function throwIfAborted(scope: CallScope): void {
  if (scope.signal.aborted) throw scope.signal.reason
}
