import { type Field, type KmmModule, stringFields } from '../../kmm/kmmModule.ts'
import type { Range } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'

/** One word of an item; its place is within the item's text. */
export interface Word {
  readonly field: Field<string>
  readonly text: string
  readonly range: Range
}

/** The words of an item, split at white space. */
export function wordsOf(field: Field<string>): readonly Word[] {
  return [...field.value.matchAll(/\S+/g)].map((found) => ({
    field,
    text: found[0],
    range: { start: found.index, end: found.index + found[0].length },
  }))
}

/** The items of `load` and of `unload` below a key of `modprobe`. */
export function argumentLists(module: KmmModule, key: 'args' | 'rawArgs'): readonly (readonly Field<string>[])[] {
  const { modprobe } = module
  if (modprobe === undefined) return []
  const path = [...modprobe.path, key]
  return ['load', 'unload'].map((action) => stringFields(nodeAt(module.root, path), action, path))
}
