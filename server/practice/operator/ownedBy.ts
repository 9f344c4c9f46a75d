import type { KubeObject, OwnerReference } from '../../cluster/cluster.ts'

/** A reference to the object that controls another one. */
export function ownedBy({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid = '' } = metadata
  return { apiVersion, blockOwnerDeletion: true, controller: true, kind, name, uid }
}
