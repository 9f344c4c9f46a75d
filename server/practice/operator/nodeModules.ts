import type { KubeObject } from '../../cluster/cluster.ts'
import { compact, isJsonObject, type JsonObject, jsonEqual, listAt, textAt, valueAt } from '../json.ts'
import { type NodeTarget, tolerationsOf, workerConfig } from './moduleSpec.ts'
import type { ModuleName } from './names.ts'

/** Entries of a NodeModulesConfig's spec or status. */
export function entriesOf(config: KubeObject | undefined, part: 'spec' | 'status'): readonly JsonObject[] {
  return listAt(config, part, 'modules').filter(isJsonObject)
}

export function entryFor(entries: readonly JsonObject[], module: ModuleName): JsonObject | undefined {
  return entries.find((entry) => isOf(entry, module))
}

export function isOf(entry: JsonObject, { namespace, name }: ModuleName): boolean {
  return textAt(entry, 'namespace') === namespace && textAt(entry, 'name') === name
}

export function moduleNameOf(entry: JsonObject): ModuleName {
  return { namespace: textAt(entry, 'namespace') ?? '', name: textAt(entry, 'name') ?? '' }
}

/** The entries with one of them put in or replaced. */
export function withEntry(entries: readonly JsonObject[], entry: JsonObject): readonly JsonObject[] {
  const module = moduleNameOf(entry)
  if (!entries.some((other) => isOf(other, module))) return [...entries, entry]
  return entries.map((other) => (isOf(other, module) ? entry : other))
}

/** The entry that a Module wants on a node. */
export function wantedEntry(module: KubeObject, target: NodeTarget): JsonObject {
  const version = textAt(module, 'spec', 'moduleLoader', 'container', 'version')
  const entry = compact({
    config: workerConfig(module, target),
    imageRepoSecret: valueAt(module, 'spec', 'imageRepoSecret'),
    name: module.metadata.name,
    namespace: module.metadata.namespace,
    serviceAccountName: textAt(module, 'spec', 'moduleLoader', 'serviceAccountName') || 'default',
    tolerations: tolerationsOf(module),
    version,
  })
  return isJsonObject(entry) ? entry : {}
}

/** Whether a Module is loaded on a node as its spec wants it. */
export function isLoaded(config: KubeObject, module: ModuleName): boolean {
  const wanted = entryFor(entriesOf(config, 'spec'), module)
  const loaded = entryFor(entriesOf(config, 'status'), module)
  return wanted !== undefined && loaded !== undefined && jsonEqual(wanted.config, loaded.config)
}
