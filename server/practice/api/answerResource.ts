import { numberAt } from '../json.ts'
import { type ApiCall, allow, notAllowed } from './apiCall.ts'
import { ApiError, notFound } from './apiError.ts'
import type { ApiTarget } from './apiRequest.ts'
import { applyObject } from './applyObject.ts'
import { createObject } from './createObject.ts'
import { parseJson, readBody, sendJson } from './httpBody.ts'
import { nodeTable } from './nodeTable.ts'
import { patchObject } from './patchObject.ts'
import { readPodLog } from './podLog.ts'
import { filterOf, includeOf, listBody, listObjects, tableForm, wantsTable } from './readObjects.ts'
import { objectForm, watchObjects } from './watchObjects.ts'
import type { WriteTarget } from './writeContext.ts'

type ResourceTarget = Extract<ApiTarget, { type: 'resource' }>

/** Answers a request for objects: read, watch, log, create, patch, apply, delete. Throws `ApiError`. */
export async function answerResource(call: ApiCall, target: ResourceTarget): Promise<void> {
  const { method = 'GET' } = call.request
  const { resource, name, subresource } = target
  const watching = ['true', '1'].includes(call.params.get('watch') ?? '')
  const verb = verbs[method] ?? ''
  const actual = verb === 'get' && name === undefined ? (watching ? 'watch' : 'list') : verb
  allow(call.user, {
    verb: actual,
    group: resource.group,
    resource: subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`,
    namespace: target.namespace,
    name,
  })
  if (actual === 'watch') return answerWatch(call, target)
  if (actual === 'list') return answerList(call, target)
  if (actual === 'create' && name === undefined) return answerCreate(call, target)
  if (name === undefined) throw notAllowed()
  if (actual === 'get') return answerGet(call, target, name)
  if (actual === 'patch' && subresource !== 'log') return answerPatch(call, target, name)
  if (actual === 'delete' && subresource === undefined) return answerDelete(call, target, name)
  throw notAllowed()
}

const verbs: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', PATCH: 'patch', DELETE: 'delete' }

function answerWatch(call: ApiCall, { resource, namespace, name }: ResourceTarget): void {
  const { params, response, options } = call
  const timeout = Number(params.get('timeoutSeconds') ?? 0)
  const isTable = wantsTable(call.request.headers.accept ?? '', resource)
  const request = {
    resource,
    namespace,
    filter: filterOf(params, name),
    resourceVersion: params.get('resourceVersion') ?? undefined,
    bookmarks: params.get('allowWatchBookmarks') === 'true' || params.get('allowWatchBookmarks') === '1',
    sendInitialEvents: params.get('sendInitialEvents') === 'true',
    timeoutMs: (timeout > 0 ? timeout : 1_800) * 1000,
    bookmarkEveryMs: options.bookmarkEveryMs ?? 10_000,
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  const form = isTable ? tableForm(includeOf(params)) : objectForm(resource)
  const sink = {
    write: (event: object) => void response.write(`${JSON.stringify(event)}\n`),
    end: () => void response.end(),
  }
  const stop = watchObjects(options.store, request, form, sink)
  call.signal.addEventListener('abort', stop)
}

function answerList({ params, request, response, options }: ApiCall, { resource, namespace }: ResourceTarget): void {
  const list = listObjects(options.store, resource, namespace, params)
  const form = { include: includeOf(params), now: () => new Date(), withColumns: true }
  const isTable = wantsTable(request.headers.accept ?? '', resource)
  const body = isTable ? nodeTable(list.items, String(options.store.version()), form) : listBody(resource, list)
  sendJson(response, 200, body)
}

async function answerGet(
  call: ApiCall,
  { resource, namespace, subresource }: ResourceTarget,
  name: string,
): Promise<void> {
  const object = call.options.store.get(resource, namespace, name)
  if (object === undefined) throw notFound(resource.plural, resource.group, name)
  if (subresource !== 'log') return sendJson(call.response, 200, object)
  const { lines } = readPodLog(object, call.params, call.options.readContainerLog, call.signal)
  call.response.writeHead(200, { 'content-type': 'text/plain' })
  call.response.flushHeaders()
  for await (const line of lines) call.response.write(`${line}\n`)
  call.response.end()
}

async function answerCreate(call: ApiCall, { resource, namespace }: ResourceTarget): Promise<void> {
  if (resource.namespaced && namespace === undefined) throw notAllowed()
  const target = { resource, namespace, subresource: undefined, ...writerOf(call) }
  sendJson(call.response, 201, createObject(call.options, target, await readBody(call.request)))
}

async function answerPatch(call: ApiCall, target: ResourceTarget, name: string): Promise<void> {
  const type = (call.request.headers['content-type'] ?? '').split(';')[0]?.trim()
  const write: WriteTarget = { ...target, name, ...writerOf(call) }
  const body = await readBody(call.request)
  if (type === 'application/apply-patch+yaml') {
    if (!call.params.get('fieldManager')) throw missingManager()
    const { status, object } = applyObject(call.options, { ...write, force: call.params.get('force') === 'true' }, body)
    return sendJson(call.response, status, object)
  }
  const isMerge = type === 'application/merge-patch+json'
  const isStrategic = type === 'application/strategic-merge-patch+json' && !target.resource.group
  if (!isMerge && !isStrategic) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format: ${type ?? ''}`,
      {},
    )
  }
  sendJson(call.response, 200, patchObject(call.options, write, parseJson(body)))
}

async function answerDelete(call: ApiCall, { resource, namespace }: ResourceTarget, name: string): Promise<void> {
  if (resource.plural === 'namespaces') throw notAllowed()
  const body = parseJson((await readBody(call.request)) || '{}')
  const asked = Number(call.params.get('gracePeriodSeconds') ?? Number.NaN)
  const grace = Number.isNaN(asked) ? numberAt(body, 'gracePeriodSeconds') : asked
  const live = call.options.store.get(resource, namespace, name)
  if (live === undefined) throw notFound(resource.plural, resource.group, name)
  if (writerOf(call).dryRun) return sendJson(call.response, 200, live)
  sendJson(call.response, 200, call.options.store.remove(resource, namespace, name, grace))
}

function writerOf({ params, request }: ApiCall): Pick<WriteTarget, 'manager' | 'dryRun' | 'strict'> {
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown'
  return {
    manager: params.get('fieldManager') || agent,
    dryRun: params.get('dryRun') === 'All',
    strict: params.get('fieldValidation') === 'Strict',
  }
}

function missingManager(): ApiError {
  const message = 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'
  const causes = [
    { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' },
  ]
  return new ApiError(422, 'Invalid', message, { group: 'meta.k8s.io', kind: 'PatchOptions', causes })
}
