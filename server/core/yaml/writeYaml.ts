import { stringify } from 'yaml'
import type { YamlNode } from './yamlNode.ts'
import { childOf } from './yamlPath.ts'

/**
 * Writes JSON as block YAML that a YAML 1.1 reader takes back unchanged. Keys stand in the order of `like`, the
 * document that a person wrote; keys it lacks follow in their own order.
 */
export function writeYaml(value: unknown, like?: YamlNode): string {
  return stringify(ordered(value, like), { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

function ordered(value: unknown, like: YamlNode | undefined): unknown {
  if (Array.isArray(value))
    return value.map((item, at) => ordered(item, like?.type === 'list' ? like.items[at] : undefined))
  if (typeof value !== 'object' || value === null) return value
  const known = like?.type === 'map' ? like.pairs.map((pair) => pair.key.text) : []
  const rank = (key: string) => (known.includes(key) ? known.indexOf(key) : known.length)
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b))
  return Object.fromEntries(entries.map(([key, child]) => [key, ordered(child, childOf(like, key))]))
}
