import type { KubeObject } from '../../cluster/cluster.ts'
import { isJsonObject, isKubeObject, jsonEqual, mapAt, mergePatch } from '../json.ts'
import { ApiError, badRequest, notFound } from './apiError.ts'
import { kmmGroup } from './apiResources.ts'
import { refuseObject } from './applyObject.ts'
import { checkMeta } from './checkMeta.ts'
import { findUnknownFields, strictText } from './createObject.ts'
import { refuseSchema } from './refusals.ts'
import { withOwners } from './withOwners.ts'
import type { WriteContext, WriteTarget } from './writeContext.ts'

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
  const unknown = target.strict ? findUnknownFields(context, resource, merged) : []
  if (unknown.length > 0) {
    const message = strictText(resource, unknown)
    const causes = [{ reason: 'FieldValueInvalid', message, field: 'patch' }]
    throw new ApiError(422, 'Invalid', `the patch is invalid: ${message}`, { causes })
  }
  const known = target.strict ? merged : context.prune(resource, merged)
  if (jsonEqual(live.spec, known.spec)) refuseSchema(checkMeta(known), resource, known)
  else refuseObject(context, resource, known, live)
  const owned = withOwners(context, target, live, context.withDefaults(resource, known))
  return target.dryRun ? owned : context.store.update(resource, owned)
}

/** A patch reaches either the object or its status, and never the metadata that only the server sets. */
function part(patch: Readonly<Record<string, unknown>>, target: WriteTarget, live: KubeObject): unknown {
  if (target.subresource === 'status') return { status: patch.status ?? {} }
  const hasStatus = target.resource.group === kmmGroup || live.kind === 'Pod' || live.kind === 'Node'
  const { status, ...rest } = patch
  const { uid, managedFields, generation, creationTimestamp, ...metadata } = mapAt(rest, 'metadata')
  return { ...rest, metadata, ...(hasStatus || status === undefined ? {} : { status }) }
}
