import { randomInt } from 'node:crypto'
import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { compact, isJsonObject, isKubeObject, listAt, mapAt, textAt, valueAt } from '../json.ts'
import type { RefusedField } from '../verdict.ts'
import { badRequest, invalid, notFound } from './apiError.ts'
import { apiVersionOf, kmmGroup } from './apiResources.ts'
import { refuseObject } from './applyObject.ts'
import { checkMetaTypes } from './checkMeta.ts'
import { withMeta } from './objectStore.ts'
import { isUnknownKey, refuseSchema, refuseText } from './refusals.ts'
import { withOwners } from './withOwners.ts'
import type { WriteContext, WriteTarget } from './writeContext.ts'

/** Creates an object from a JSON or YAML body. Nulls are dropped, as the real server does; unknown fields are a 400. */
export function createObject(context: WriteContext, target: Omit<WriteTarget, 'name'>, text: string): KubeObject {
  const { resource, namespace } = target
  const body = withoutNulls(readBody(context, text, resource))
  if (!isJsonObject(body) || textAt(body, 'kind') === undefined) throw badRequest("Object 'Kind' is missing")
  const apiVersion = textAt(body, 'apiVersion') ?? ''
  if (apiVersion !== apiVersionOf(resource)) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(resource)})`,
    )
  }
  const kind = textAt(body, 'kind') ?? ''
  if (kind !== resource.kind) {
    const message = `Invalid value: ${JSON.stringify(kind)}: must be ${resource.kind}`
    const cause = { reason: 'FieldValueInvalid', message, field: 'kind' }
    throw invalid(kind, resource.group, textAt(body, 'metadata', 'name') ?? '', [cause])
  }
  const ownNamespace = textAt(body, 'metadata', 'namespace') ?? ''
  if (ownNamespace !== '' && ownNamespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (namespace !== undefined && context.store.get(resources.namespaces, undefined, namespace) === undefined) {
    throw notFound('namespaces', '', namespace)
  }
  const generated = textAt(body, 'metadata', 'generateName')
  const name = textAt(body, 'metadata', 'name') ?? (generated === undefined ? undefined : generated + randomSuffix())
  if (name === undefined) {
    const cause = {
      reason: 'FieldValueRequired',
      message: 'Required value: name or generateName is required',
      field: 'metadata.name',
    }
    refuseSchema([cause], resource, { apiVersion, kind: resource.kind, metadata: { name: '' } })
  }
  const metadata = { ...mapAt(body, 'metadata'), name, ...(namespace === undefined ? {} : { namespace }) }
  const given = { ...body, metadata }
  if (!isKubeObject(given)) throw badRequest('the object provided is unrecognized')
  const clean = withMeta(given, { uid: undefined, resourceVersion: undefined, managedFields: undefined })
  const unknown = target.strict ? findUnknownFields(context, resource, clean) : []
  if (unknown.length > 0) throw badRequest(strictText(resource, unknown))
  const known = target.strict ? clean : context.prune(resource, clean)
  const full = context.withDefaults(resource, withStart(resource.plural, resource.group, known))
  refuseObject(context, resource, full)
  const owned = withOwners(context, target, undefined, full)
  return target.dryRun ? owned : context.store.create(resource, owned)
}

/** Programs send JSON, for which no YAML parser is needed. */
function readBody({ judge }: WriteContext, text: string, resource: Resource): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const { value, refused } = judge(text, '')
    refuseText(refused, `the object provided is unrecognized (must be of type ${resource.kind})`)
    return value
  }
}

/** What strict decoding complains about, before any schema is asked: unknown keys, and metadata that is not of its type. */
export function findUnknownFields({ judge }: WriteContext, resource: Resource, object: KubeObject): readonly string[] {
  const isModule = resource.plural === resources.modules.plural
  const refused = isModule ? judge(JSON.stringify(object), object.metadata.namespace ?? '').refused : []
  const unknown = refused.flatMap((field) => (isUnknownKey(field) ? [field.field] : keysBelow(field, object)))
  return [...unknown.map((field) => `unknown field ${JSON.stringify(field)}`), ...checkMetaTypes(object)]
}

export function strictText({ kind, version }: Resource, unknown: readonly string[]): string {
  const list = unknown.join(', ')
  return `${kind} in version "${version}" cannot be handled as a ${kind}: strict decoding error: ${list}`
}

/** The keys in a value that should have none: pruning finds them before anybody asks for types. */
function keysBelow({ id, field, path }: RefusedField, object: KubeObject): readonly string[] {
  if (id !== 'kmm/wrong-type') return []
  const value = valueAt(object, ...path)
  const items = Array.isArray(value)
    ? value.map((item, at) => [`${field}[${at}]`, item] as const)
    : [[field, value] as const]
  return items.flatMap(([at, item]) => (isJsonObject(item) ? Object.keys(item).map((key) => `${at}.${key}`) : []))
}

/** What the server itself puts into a new object. */
function withStart(plural: string, group: string, object: KubeObject): KubeObject {
  if (plural === 'pods') return startPod(object)
  if (plural === 'namespaces') {
    const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name }
    return { ...withMeta(object, { labels }), spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }
  }
  if (group !== kmmGroup) return object
  const { status: _status, ...rest } = object
  return isKubeObject(rest) ? rest : object
}

function startPod(pod: KubeObject): KubeObject {
  const waiting = ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }))
  const usesResources = listAt(pod, 'spec', 'containers').some(
    (container) => 'requests' in mapAt(container, 'resources'),
  )
  const spec = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...mapAt(pod, 'spec'),
    tolerations: [...listAt(pod, 'spec', 'tolerations'), ...waiting],
  }
  return { ...pod, spec, status: { phase: 'Pending', qosClass: usesResources ? 'Burstable' : 'BestEffort' } }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === null ? item : withoutNulls(item)))
  if (!isJsonObject(value)) return value
  return compact(
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, item === null ? undefined : withoutNulls(item)]),
    ),
  )
}

/** Five characters of the alphabet that Kubernetes uses, which spells no words. */
function randomSuffix(): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789'
  return Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
