import type { Fix } from '../features/problem.ts'
import { shortText } from '../yaml/shortText.ts'
import { removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { checkOldKey } from './checkOldKey.ts'
import { checkOtherRelease } from './checkOtherRelease.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { nearestKey } from './nearestKey.ts'
import { type Place, pathOf, type ShapeCheck } from './shapePlace.ts'

/**
 * Reports a key that the schema does not declare, with the one that was probably meant, or the place where it belongs.
 * `present` are the keys that its mapping has.
 */
export function checkUnknownKey(
  place: Place,
  map: YamlMap,
  pair: YamlPair,
  present: ReadonlySet<string>,
  check: ShapeCheck,
): void {
  const key = pair.key.text
  if (checkOtherRelease(place, map, pair, check) || checkOldKey(place, map, pair, check)) return
  const free = Object.keys(place.schema.properties ?? {}).filter((name) => !present.has(name))
  const near = nearestKey(key, free)
  const home = near === undefined ? homeOf(key, check.root, place.schema) : undefined
  const fixes: Fix[] = []
  if (near !== undefined && pair.merged !== true) {
    fixes.push({ title: `Rename to ${near}`, edits: [{ range: pair.key.range, newText: near }], preferred: true })
  }
  // What stands where a key is missing is no line of its own that could be taken out.
  const removal = key === '' ? undefined : removePairEdit(check.document, map, pair)
  if (removal !== undefined) fixes.push({ title: `Remove ${key}`, edits: [removal] })
  check.report({
    id: 'kmm/unknown-key',
    severity: 'error',
    message: `${key === '' ? 'A key without text' : `\`${shortText(key)}\``} is no field of ${ownerWords(place)}${adviceWords(near, home)}`,
    range: pair.key.range,
    path: [...pathOf(place.path), key],
    refusal: { stage: 'typedPatch' },
    fixes,
  })
}

function adviceWords(near: string | undefined, home: string | undefined): string {
  if (near !== undefined) return `: did you mean \`${near}\`?`
  return home === undefined ? ': remove it' : `: it belongs ${home}`
}

function ownerWords(place: Place): string {
  const { path } = place
  if (path === undefined) return 'this kind'
  return typeof path.step === 'string'
    ? `\`${path.step}\``
    : `an item of \`${String(path.parent?.step ?? 'this list')}\``
}

interface Home {
  readonly owner: FieldSchema
  /** name of the field that the key stands under, empty at the top */
  readonly name: string
}

/** Where in the document a key of this name is at home, nearest to the root first: `under \`spec\``. */
function homeOf(key: string, root: FieldSchema, here: FieldSchema): string | undefined {
  let homes = homesByRoot.get(root)
  if (homes === undefined) {
    homes = homesBelow(root)
    homesByRoot.set(root, homes)
  }
  const all = homes.get(key) ?? []
  const home = all.find(({ owner }) => owner !== here)
  // A word such as `key` is at home in items of many lists, and none of them is meant.
  if (home === undefined || (home.name.endsWith('[]') && all.length > 1)) return undefined
  return home.name === '' ? 'at the top of the document' : `under \`${home.name}\``
}

const homesByRoot = new WeakMap<FieldSchema, ReadonlyMap<string, readonly Home[]>>()

/** Every key of a kind with the objects that have it, breadth first. */
function homesBelow(root: FieldSchema): ReadonlyMap<string, readonly Home[]> {
  const homes = new Map<string, Home[]>()
  const seen = new Set<FieldSchema>()
  const rest: Home[] = [{ owner: root, name: '' }]
  for (const home of rest) {
    const { owner, name } = home
    if (seen.has(owner)) continue
    seen.add(owner)
    for (const [child, schema] of Object.entries(owner.properties ?? {})) {
      const known = homes.get(child)
      if (known === undefined) homes.set(child, [home])
      else known.push(home)
      if (child !== 'status' && child !== 'metadata') rest.push({ owner: schema, name: child })
    }
    if (owner.items !== undefined) rest.push({ owner: owner.items, name: `${name}[]` })
  }
  return homes
}
