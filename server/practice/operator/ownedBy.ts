import type { KubeObject, OwnerReference } from '../../cluster/cluster.ts'

/** A reference to the object that controls another one. */
export function ownedBy({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid = '' } = metadata
  return { apiVersion, blockOwnerDeletion: true, controller: true, kind, name, uid }
}

export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some((reference) => reference.uid === owner.metadata.uid)
}
