import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { textAt } from '../json.ts'
import { type ApiUser, anonymous, forbidden, isAllowed } from './access.ts'
import { answerResource } from './answerResource.ts'
import { type ApiCall, type ApiServerOptions, allow, notAllowed } from './apiCall.ts'
import { ApiError, badRequest } from './apiError.ts'
import { parseApiPath } from './apiRequest.ts'
import { bindPod } from './bindPod.ts'
import { discoveryDocument, isPublic } from './discovery.ts'
import { readJson, sendError, sendJson, sendText } from './httpBody.ts'
import { reviewAccess, reviewRules } from './reviewAccess.ts'

const controlPath = '/practice/'

/** The practice API server: the subset of Kubernetes' HTTP API that the product uses. It does not listen yet. */
export function createApiServer(options: ApiServerOptions): Server {
  return createServer((request, response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    response.on('error', () => gone.abort())
    answer(request, response, options, gone.signal).catch((error: unknown) => sendError(response, error))
  })
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ApiServerOptions,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://practice')
  const user = userOf(request, options)
  const call: ApiCall = { request, response, options, user, path: url.pathname, params: url.searchParams, signal }
  if (url.pathname.startsWith(controlPath) && options.control !== undefined) return answerControl(call)
  const target = parseApiPath(url.pathname)
  if (target === undefined) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
  switch (target.type) {
    case 'document':
      return answerDocument(call, target.path)
    case 'review':
      return answerReview(call, target.kind)
    case 'binding':
      return answerBinding(call, target.namespace, target.pod)
    case 'resource':
      return answerResource(call, target)
  }
}

function userOf(request: IncomingMessage, options: ApiServerOptions): ApiUser {
  const header = request.headers.authorization
  if (header === undefined) return anonymous
  const user = /^Bearer\s/i.test(header) ? options.userOf(header.slice(7).trim()) : undefined
  if (user === undefined) throw new ApiError(401, 'Unauthorized', 'Unauthorized')
  return user
}

function answerDocument({ response, user, path }: ApiCall, shown: string): void {
  if (user === anonymous && !isPublic(shown)) {
    throw new ApiError(403, 'Forbidden', `forbidden: User "${user.name}" cannot get path "${path}"`, {})
  }
  const found = discoveryDocument(shown)
  if (found === undefined) sendText(response, 404, '404 page not found\n')
  else if ('text' in found) sendText(response, 200, found.text)
  else sendJson(response, 200, found.json)
}

async function answerReview(call: ApiCall, kind: 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview'): Promise<void> {
  const { response, user } = call
  if (call.request.method !== 'POST') throw notAllowed()
  if (user === anonymous) {
    throw forbidden(user, {
      verb: 'create',
      group: 'authorization.k8s.io',
      resource: `${kind.toLowerCase()}s`,
      namespace: undefined,
      name: undefined,
    })
  }
  const review = await readJson(call.request)
  sendJson(response, 201, kind === 'SelfSubjectAccessReview' ? reviewAccess(user, review) : reviewRules(user, review))
}

async function answerBinding(call: ApiCall, namespace: string, pod: string | undefined): Promise<void> {
  allow(call.user, { verb: 'create', group: '', resource: 'pods/binding', namespace, name: pod })
  if (call.request.method !== 'POST') throw notAllowed()
  const binding = await readJson(call.request)
  const name = pod ?? textAt(binding, 'metadata', 'name') ?? ''
  const target = textAt(binding, 'target', 'name')
  if (target === undefined) throw badRequest('a Binding names its target')
  bindPod(call.options, namespace, name, target)
  sendJson(call.response, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 })
}

async function answerControl(call: ApiCall): Promise<void> {
  const request = { verb: 'update', group: 'practice', resource: 'cluster', namespace: undefined, name: undefined }
  if (!isAllowed(call.user, request)) {
    throw new ApiError(403, 'Forbidden', 'only the owner of the practice cluster may change it', {})
  }
  const body = call.request.method === 'POST' ? await readJson(call.request) : {}
  const command = call.path.slice(controlPath.length)
  const done = await call.options.control?.(command, body).catch((error: unknown) => {
    throw badRequest(error instanceof Error ? error.message : String(error))
  })
  sendJson(call.response, 200, done ?? {})
}
