import { randomInt } from 'node:crypto'
import type { KubeObject } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { compact, isJsonObject, isKubeObject, jsonEqual, listAt, mapAt, mergePatch, textAt } from '../json.ts'
import { ApiError, badRequest, invalid, notFound } from './apiError.ts'
import { apiVersionOf, kmmGroup } from './apiResources.ts'
import { refuseObject } from './applyObject.ts'
import { checkMeta } from './checkMeta.ts'
import { ownersAfterUpdate, printOwners } from './managedFields.ts'
import { seconds, withMeta } from './objectStore.ts'
import { refuseSchema, refuseText } from './refusals.ts'
import type { WriteContext, WriteTarget } from './writeContext.ts'

/** Creates an object from a JSON or YAML body. Nulls are dropped, as the real server does; unknown fields are a 400. */
export function createObject(context: WriteContext, target: Omit<WriteTarget, 'name'>, text: string): KubeObject {
  const { resource, namespace } = target
  const read = context.judge(text, namespace ?? '')
  refuseText(read.refused, `the object provided is unrecognized (must be of type ${resource.kind})`)
  const body = withoutNulls(read.value)
  if (!isJsonObject(body) || textAt(body, 'kind') === undefined) throw badRequest("Object 'Kind' is missing")
  const apiVersion = textAt(body, 'apiVersion') ?? ''
  if (apiVersion !== apiVersionOf(resource)) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(resource)})`,
    )
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
    throw invalid(resource.kind, resource.group, '', [cause])
  }
  const metadata = { ...mapAt(body, 'metadata'), name, ...(namespace === undefined ? {} : { namespace }) }
  const given = { ...body, metadata }
  if (!isKubeObject(given)) throw badRequest('the object provided is unrecognized')
  const clean = withMeta(given, { uid: undefined, resourceVersion: undefined, managedFields: undefined })
  const full = context.withDefaults(resource, withStart(resource.plural, resource.group, clean))
  const unknown = context.judge(JSON.stringify(full), namespace ?? '').refused.filter(isUnknownField)
  if (resource.plural === resources.modules.plural && unknown.length > 0) {
    const list = unknown.map(({ field }) => `unknown field ${JSON.stringify(field)}`).join(', ')
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: strict decoding error: ${list}`,
    )
  }
  refuseObject(context, resource, full)
  const owned = withOwners(context, target, undefined, full)
  return target.dryRun ? owned : context.store.create(resource, owned)
}

/** A JSON merge patch of an object or of its status. Throws 404, 409, and what the schema or the webhook refuses. */
export function patchObject(context: WriteContext, target: WriteTarget, patch: unknown): KubeObject {
  const { resource, namespace, name } = target
  if (!isJsonObject(patch)) throw badRequest('a merge patch is a map')
  const live = context.store.get(resource, namespace, name)
  if (live === undefined) throw notFound(resource.plural, resource.group, name)
  const merged = mergePatch(live, part(patch, target, live))
  if (!isKubeObject(merged)) throw badRequest('the patched object is no API object')
  if (merged.metadata.name !== name) {
    throw badRequest(`the name of the object (${merged.metadata.name}) does not match the name on the URL (${name})`)
  }
  if (jsonEqual(live.spec, merged.spec)) refuseSchema(checkMeta(merged), resource, merged)
  else refuseObject(context, resource, merged)
  const owned = withOwners(context, target, live, context.withDefaults(resource, merged))
  return target.dryRun ? owned : context.store.update(resource, owned)
}

/** Puts a pod on a node, as a scheduler's Binding does. */
export function bindPod(context: WriteContext, namespace: string, name: string, node: string): void {
  const pod = context.store.get(resources.pods, namespace, name)
  if (pod === undefined) throw notFound('pods', '', name)
  if (textAt(pod, 'spec', 'nodeName') !== undefined) {
    throw new ApiError(409, 'Conflict', `pod ${name} is already assigned to a node`, { name, kind: 'pods/binding' })
  }
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: seconds(context.now()),
  }
  const spec = { ...mapAt(pod, 'spec'), nodeName: node }
  context.store.update(resources.pods, { ...pod, spec, status: { ...mapAt(pod, 'status'), conditions: [scheduled] } })
}

function isUnknownField({ stage, reason }: { readonly stage: string; readonly reason?: string | undefined }): boolean {
  return stage === 'typedPatch' && reason !== 'FieldValueTypeInvalid'
}

/** A patch reaches either the object or its status, and never the metadata that only the server sets. */
function part(patch: Readonly<Record<string, unknown>>, target: WriteTarget, live: KubeObject): unknown {
  if (target.subresource === 'status') return { status: patch.status ?? {} }
  const hasStatus = target.resource.group === kmmGroup || live.kind === 'Pod' || live.kind === 'Node'
  const { status, ...rest } = patch
  const { uid, managedFields, generation, creationTimestamp, ...metadata } = mapAt(rest, 'metadata')
  return { ...rest, metadata, ...(hasStatus || status === undefined ? {} : { status }) }
}

function withOwners(
  context: WriteContext,
  { manager, subresource = '' }: Pick<WriteTarget, 'manager' | 'subresource'>,
  before: KubeObject | undefined,
  after: KubeObject,
): KubeObject {
  if (after.apiVersion.split('/')[0] !== kmmGroup) return after
  const by = { manager, operation: 'Update', subresource, time: seconds(context.now()) } as const
  const owners = ownersAfterUpdate(before, after, by)
  return owners.length === 0 ? after : withMeta(after, { managedFields: printOwners(owners) })
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
