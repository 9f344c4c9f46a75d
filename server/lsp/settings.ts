import { defaults } from '../session/defaults.ts'
import type { Settings } from './protocol.ts'

/** What counts when a client has no settings, or says nothing about one. package.json contributes the same values. */
export const defaultSettings: Settings = {
  kubeconfig: '',
  cluster: { connect: 'manual', context: '', protectedContexts: defaults.protectedContexts },
  apply: { fieldManager: defaults.fieldManager },
  follow: { failAfterSeconds: defaults.failAfterSeconds },
  suppress: [],
  targetVersion: '',
  targetEdition: 'upstream',
}

/** Reads the section `kmm` of a client's settings; what has the wrong type counts as not said. Never throws. */
export function parseSettings(section: unknown): Settings {
  const { kubeconfig, cluster, apply, follow, suppress, targetVersion, targetEdition } = defaultSettings
  const connect = child(section, 'cluster', 'connect')
  const contexts = child(section, 'cluster', 'protectedContexts')
  return {
    kubeconfig: textOr(child(section, 'kubeconfig'), kubeconfig),
    cluster: {
      connect: connect === 'auto' ? 'auto' : 'manual',
      context: textOr(child(section, 'cluster', 'context'), cluster.context),
      protectedContexts: textsOr(contexts, cluster.protectedContexts),
    },
    apply: { fieldManager: textOr(child(section, 'apply', 'fieldManager'), apply.fieldManager) || apply.fieldManager },
    follow: { failAfterSeconds: positiveOr(child(section, 'follow', 'failAfterSeconds'), follow.failAfterSeconds) },
    suppress: textsOr(child(section, 'suppress'), suppress),
    targetVersion: textOr(child(section, 'targetVersion'), targetVersion),
    targetEdition: textOr(child(section, 'targetEdition'), targetEdition),
  }
}

function textsOr(value: unknown, otherwise: readonly string[]): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : otherwise
}

function child(value: unknown, ...keys: readonly string[]): unknown {
  let node = value
  for (const key of keys) {
    if (typeof node !== 'object' || node === null || !(key in node)) return undefined
    node = Reflect.get(node, key)
  }
  return node
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value.trim() : otherwise
}

function positiveOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise
}
