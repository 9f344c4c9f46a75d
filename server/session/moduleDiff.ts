import { createTwoFilesPatch } from 'diff'
import type { KubeObject } from '../cluster/cluster.ts'
import { writeYaml } from '../core/yaml/writeYaml.ts'
import type { YamlNode } from '../core/yaml/yamlNode.ts'

/** What is on the cluster and what an apply would make of it, as YAML without the server's own bookkeeping. */
export interface ModuleDiff {
  /** empty when the object does not exist yet */
  readonly before: string
  readonly after: string
  readonly changed: boolean
}

/** Compares the live object with a dry run's answer; keys stand in the order of the person's document. */
export function moduleDiff(live: KubeObject | undefined, dryRun: KubeObject, like: YamlNode | undefined): ModuleDiff {
  const before = live === undefined ? '' : writeYaml(stripped(live), like)
  const after = writeYaml(stripped(dryRun), like)
  return { before, after, changed: before !== after }
}

/** The difference as a unified diff, for terminals and clients without a diff view. */
export function unifiedDiff(diff: ModuleDiff, name: string): string {
  if (!diff.changed) return ''
  return createTwoFilesPatch(
    `${name} (cluster)`,
    `${name} (this document)`,
    diff.before,
    diff.after,
    undefined,
    undefined,
    {
      context: 3,
    },
  ).replace(/^=+\n/, '')
}

const bookkeeping = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
  'finalizers',
])

function stripped(object: KubeObject): object {
  const { status: _, metadata, ...rest } = object
  const kept = Object.entries(metadata).filter(([key]) => !bookkeeping.has(key))
  return { ...rest, metadata: Object.fromEntries(kept) }
}
