import type { KubeObject, Resource } from '../../cluster/cluster.ts'
import type { Judge } from '../verdict.ts'
import type { ObjectStore } from './objectStore.ts'

/** What every write needs. */
export interface WriteContext {
  readonly store: ObjectStore
  readonly judge: Judge
  /** fills in the defaults of a kind's schema */
  readonly withDefaults: (resource: Resource, object: KubeObject) => KubeObject
  /** takes away the keys that a kind does not have */
  readonly prune: (resource: Resource, object: KubeObject) => KubeObject
  readonly now: () => Date
}

/** Where a write goes, and on whose behalf. */
export interface WriteTarget {
  readonly resource: Resource
  readonly namespace: string | undefined
  readonly name: string
  readonly subresource: string | undefined
  readonly manager: string
  readonly dryRun: boolean
  /** refuse unknown keys instead of dropping them; an apply always does */
  readonly strict: boolean
}
