import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { isJsonObject, isKubeObject, type JsonObject, jsonEqual, mapAt, textAt, valueAt } from '../json.ts'
import { versionChangeRefusal } from '../refuseVersionChange.ts'
import { ApiError, badRequest, conflict, notFound, qualified } from './apiError.ts'
import { apiVersionOf, kmmGroup } from './apiResources.ts'
import { checkMeta, checkMetaTypes } from './checkMeta.ts'
import { printOwners } from './managedFields.ts'
import { mergeApplied } from './mergeApplied.ts'
import { seconds, withMeta } from './objectStore.ts'
import { refuseSchema, refuseText, refuseTypedPatch, refuseWebhook, schemaCauses } from './refusals.ts'
import type { WriteContext, WriteTarget } from './writeContext.ts'

/**
 * Server-side apply of a raw document. The stages and their codes are the real server's: text 400, typed patch 500,
 * names 400, owners 409, schema 422, webhook 403; 201 when the object is new, also in a dry run. Throws `ApiError`.
 */
export function applyObject(
  context: WriteContext,
  target: WriteTarget & { readonly force: boolean },
  text: string,
): { readonly status: 200 | 201; readonly object: KubeObject } {
  const { store, judge } = context
  const { resource, namespace, name } = target
  const { value, refused } = judge(text, namespace ?? '')
  refuseText(refused, 'error encoding patch')
  const patch = patchOf(value, resource)
  const typed = [
    ...checkMetaTypes(patch),
    ...refused.filter(({ stage }) => stage === 'typedPatch').map(({ field, message }) => `.${field}: ${message}`),
  ]
  const kind = `${apiVersionOf(resource)}, Kind=${resource.kind}`
  refuseTypedPatch(typed, { id: `${textAt(patch, 'metadata', 'namespace') ?? ''}/${name}`, kind })
  refuseOtherTarget(patch, target)
  if (namespace !== undefined && store.get(resources.namespaces, undefined, namespace) === undefined) {
    throw notFound('namespaces', '', namespace)
  }

  const live = store.get(resource, namespace, name)
  refuseOtherVersion(patch, live, target)
  const config = configOf(patch, target)
  const by = { ...target, time: seconds(context.now()) }
  const { object: merged, owners } = mergeApplied(live, config, by)
  const object = context.withDefaults(resource, withMeta(merged, { managedFields: printOwners(owners) }))
  refuseObject(context, resource, object, live)
  if (target.dryRun) return { status: live === undefined ? 201 : 200, object }
  if (live === undefined) return { status: 201, object: store.create(resource, object) }
  return { status: 200, object: sameApartFromOwners(object, live) ? live : store.update(resource, object) }
}

/** Throws what the schema (422) or KMM's webhook (403) has against a whole object that takes the place of `live`. */
export function refuseObject(context: WriteContext, resource: Resource, object: KubeObject, live?: KubeObject): void {
  const isModule = resource.plural === resources.modules.plural
  const { status: _status, ...judged } = object
  const body = { ...judged, metadata: { ...mapAt(object, 'metadata'), managedFields: undefined } }
  const { refused } = isModule ? context.judge(JSON.stringify(body), object.metadata.namespace ?? '') : { refused: [] }
  refuseSchema(schemaCauses(refused, checkMeta(object)), resource, object)
  refuseWebhook(refused, isModule && live !== undefined ? versionChangeRefusal(live, object) : undefined)
}

function patchOf(value: unknown, resource: Resource): JsonObject {
  if (value !== null && value !== undefined && !isJsonObject(value)) {
    throw badRequest('error decoding patch: the document is no map')
  }
  const apiVersion = textAt(value, 'apiVersion')
  const kind = textAt(value, 'kind')
  const [group, version] = apiVersion === undefined ? ['', ''] : splitApiVersion(apiVersion)
  if (!isJsonObject(value) || apiVersion !== apiVersionOf(resource) || kind !== resource.kind) {
    const shown = group === '' ? version : `${group}/${version}`
    throw badRequest(`invalid object type: ${shown === '' ? '/' : shown}, Kind=${kind ?? ''}`)
  }
  const managed = valueAt(value, 'metadata', 'managedFields')
  if (managed !== undefined && managed !== null) throw badRequest('metadata.managedFields must be nil')
  return value
}

function splitApiVersion(text: string): readonly [string, string] {
  const at = text.lastIndexOf('/')
  return at === -1 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
}

/** The path of the request decides; a document that names another object or namespace is refused. */
function refuseOtherTarget(patch: JsonObject, { name, namespace }: WriteTarget): void {
  const ownName = textAt(patch, 'metadata', 'name')
  if (ownName === undefined || ownName === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
  }
  if (ownName !== name) {
    throw badRequest(`the name of the object (${ownName}) does not match the name on the URL (${name})`)
  }
  const ownNamespace = textAt(patch, 'metadata', 'namespace')
  if (ownNamespace !== undefined && ownNamespace !== '' && ownNamespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
}

function refuseOtherVersion(patch: JsonObject, live: KubeObject | undefined, { resource, name }: WriteTarget): void {
  const { plural, group } = resource
  const uid = textAt(patch, 'metadata', 'uid')
  if (uid !== undefined && uid !== '' && uid !== live?.metadata.uid) {
    const found = live === undefined ? 'no such object exists' : `the object has uid ${live.metadata.uid}`
    throw conflict(plural, group, name, `uid mismatch: the document names ${uid}, but ${found}`)
  }
  const version = textAt(patch, 'metadata', 'resourceVersion')
  if (live !== undefined && version !== undefined && version !== '' && version !== live.metadata.resourceVersion) {
    throw conflict(plural, group, name, 'the object has been modified since; take the newest version and try again')
  }
}

const serverMeta = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
])

/** The document as a wish: without what only the server sets, and without the status, which has its own path. */
function configOf(patch: JsonObject, { resource, namespace, name }: WriteTarget): KubeObject {
  const metadata = Object.fromEntries(
    Object.entries(mapAt(patch, 'metadata')).filter(([key, value]) => !serverMeta.has(key) && value !== null),
  )
  const { status: _status, ...spec } = patch
  const body = resource.group === kmmGroup ? spec : patch
  const config = { ...body, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) } }
  if (!isKubeObject(config)) {
    throw new ApiError(500, 'InternalError', `${qualified(resource.kind, resource.group)}: no API object`)
  }
  return config
}

function sameApartFromOwners(a: KubeObject, b: KubeObject): boolean {
  return jsonEqual(a, b)
}
