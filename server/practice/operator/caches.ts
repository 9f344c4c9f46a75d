import type { ObjectCache } from '../objectCache.ts'

/** What the operator watches. */
export interface OperatorCaches {
  readonly modules: ObjectCache
  readonly images: ObjectCache
  readonly nodeModules: ObjectCache
  readonly nodes: ObjectCache
  readonly pods: ObjectCache
}
