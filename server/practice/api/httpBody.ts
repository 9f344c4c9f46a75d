import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, badRequest, statusBody } from './apiError.ts'

/** As much as the real server takes (`MaxRequestBodyBytes`). */
const bodyLimitBytes = 3 * 1024 * 1024

/** The whole body as text. Throws 413 beyond 3 MiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > bodyLimitBytes) throw new ApiError(413, '', 'Request entity too large: limit is 3145728', {})
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The body as JSON. Throws 400 when it is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson(await readBody(request))
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest('the body of the request is no JSON')
  }
}

export function sendJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

export function sendText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'text/plain' })
  response.end(text)
}

/** A refusal as a Status; once an answer has begun, all that is left is to cut it. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const message = error instanceof Error ? error.message : String(error)
  const refusal = error instanceof ApiError ? error : new ApiError(500, 'InternalError', message)
  sendJson(response, refusal.code, statusBody(refusal))
}
