import type { Fix } from '../features/problem.ts'
import { movePairEdits } from '../yaml/movePair.ts'
import { shortText } from '../yaml/shortText.ts'
import { removePairEdit } from '../yaml/yamlEdit.ts'
import type { Path, YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { checkOldKey } from './checkOldKey.ts'
import { checkOtherRelease } from './checkOtherRelease.ts'
import { item, type KeyHome, keyHome } from './keyHome.ts'
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
  const path = pathOf(place.path)
  const near = nearestKey(key, free)
  const below = pair.value.type === 'map' ? pair.value.pairs.map((one) => one.key.text) : []
  const found = keyHome(check.root, path, key, below)
  // Right by the letter elsewhere is likelier than misspelt here.
  const home = near !== undefined && found?.inItem === true ? undefined : found
  const where = home && placeWords(home, path)
  const moves = home === undefined || home.inItem ? undefined : movePairEdits(check.document, map, pair, home.path)
  const fixes: Fix[] = []
  if (moves !== undefined) fixes.push({ title: `Move it ${where?.replaceAll('`', '')}`, edits: moves, preferred: true })
  if (near !== undefined && pair.merged !== true) {
    const edits = [{ range: pair.key.range, newText: near }]
    fixes.push({ title: `Rename to ${near}`, edits, ...(home === undefined && { preferred: true }) })
  }
  // What stands where a key is missing is no line of its own that could be taken out.
  const removal = key === '' ? undefined : removePairEdit(check.document, map, pair)
  if (removal !== undefined) fixes.push({ title: `Remove ${key}`, edits: [removal] })
  const what = key === '' ? 'A key without text' : `\`${shortText(key)}\``
  const advice = where === undefined ? adviceWords(near) : `: it belongs ${where}`
  check.report({
    id: 'kmm/unknown-key',
    severity: 'error',
    message: `${what} is no field of ${ownerWords(place)}${advice}`,
    range: pair.key.range,
    path: [...path, key],
    refusal: { stage: 'typedPatch' },
    fixes,
  })
}

function adviceWords(near: string | undefined): string {
  return near === undefined ? ': remove it' : `: did you mean \`${near}\`?`
}

function ownerWords(place: Place): string {
  const { path } = place
  if (path === undefined) return 'this kind'
  return typeof path.step === 'string'
    ? `\`${path.step}\``
    : `an item of \`${String(path.parent?.step ?? 'this list')}\``
}

/** Where a key belongs, seen from the mapping at `from` that has it: `under \`spec\``. */
function placeWords({ path, inItem }: KeyHome, from: Path): string {
  const shared = path.findIndex((step, at) => step !== from[at])
  const isAround = shared === -1
  if (path.length === 0) return 'at the top of the document'
  if (isAround && typeof path.at(-1) === 'number') return `beside \`${from[path.length]}\``
  const steps = isAround ? path.slice(-1) : path.slice(shared)
  const name = steps.join('.').replaceAll(`.${item}`, item)
  return inItem && path.at(-1) === item ? `in an item of \`${name.slice(0, -item.length)}\`` : `under \`${name}\``
}
