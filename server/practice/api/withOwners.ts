import type { KubeObject } from '../../cluster/cluster.ts'
import { kmmGroup } from './apiResources.ts'
import { ownersAfterUpdate, printOwners } from './managedFields.ts'
import { seconds, withMeta } from './objectStore.ts'
import type { WriteContext, WriteTarget } from './writeContext.ts'

/** The object with `managedFields` that tell who wrote it, for KMM's kinds. */
export function withOwners(
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
