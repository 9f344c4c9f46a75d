import type { FieldSchema } from './fieldSchema.ts'
import { propertyOf } from './schemaAt.ts'

/** A key of KMM from before 1.0, which files in the wild still have. */
export interface OldKey {
  readonly key: string
  /** a key that the object has today tells that it is this one */
  readonly beside: string
  /** what became of it, and what to do */
  readonly message: string
  /** its name today, where the value stayed the same */
  readonly renamed?: string
}

const oldKeys: readonly OldKey[] = [
  {
    key: 'driverContainer',
    beside: 'moduleLoader',
    message: 'Before KMM 1.0 `moduleLoader` was called `driverContainer`: rename it',
    renamed: 'moduleLoader',
  },
  {
    key: 'dockerfile',
    beside: 'dockerfileConfigMap',
    message: 'Since KMM 1.0 a Dockerfile stands in a ConfigMap, under the key `dockerfile`: move it there',
  },
  {
    key: 'pull',
    beside: 'baseImageRegistryTLS',
    message: 'Before KMM 1.0 `baseImageRegistryTLS` was called `pull`: rename it',
    renamed: 'baseImageRegistryTLS',
  },
  {
    key: 'push',
    beside: 'baseImageRegistryTLS',
    message: 'Since KMM 1.0 `registryTLS` beside `containerImage` says how an image is pushed: move it there',
  },
  {
    key: 'pull',
    beside: 'registryTLS',
    message: 'Before KMM 1.0 `registryTLS` was called `pull`: rename it',
    renamed: 'registryTLS',
  },
  {
    key: 'jobNamespace',
    beside: 'spokeNamespace',
    message:
      'Builds on a hub run in the namespace of its operator today, so `jobNamespace` is gone; `spokeNamespace` says where the Module goes on the clusters',
    renamed: 'spokeNamespace',
  },
]

/** The key of this name that an object had before KMM 1.0; `undefined` for any other key. */
export function oldKeyAt(schema: FieldSchema, key: string): OldKey | undefined {
  return oldKeys.find((old) => old.key === key && propertyOf(schema, old.beside) !== undefined)
}
