import type { Dice } from './dice.ts'
import { metadataPieces } from './metadataPieces.ts'
import { oddScalar } from './oddScalars.ts'
import { Pairs, pairsOf, Raw, type Value } from './oddText.ts'

/** A document with one mistake more, or with something that only looks like one; what was done to it comes with it. */
export interface Mistaken {
  readonly value: Value
  readonly words: string
}

/** Puts one mistake somewhere into a document. */
export function mistake(document: Value, dice: Dice): Mistaken {
  if (dice.chance(0.25)) return metadataMistake(document, dice)
  const paths = pathsOf(document).filter(([top]) => top !== undefined && !ofTheRequest.has(top))
  const path = dice.one(paths)
  const at = `${path.join('.')}`
  const old = childAt(document, path)
  const roll = dice.below(12)
  if (typeof old === 'number' && dice.chance(0.5)) {
    return { value: replaced(document, path, new Raw(dice.one(numbers))), words: `other number ${at}` }
  }
  if (roll < 3)
    return { value: replaced(document, path, dice.one(replacements)(dice, old)), words: `other value ${at}` }
  if (roll < 5) return { value: replaced(document, path, null), words: `null ${at}` }
  if (roll < 6) return { value: replaced(document, path, new Raw(oddScalar(dice))), words: `spelling ${at}` }
  if (roll < 7) return { value: replaced(document, path, undefined), words: `without ${at}` }
  if (roll < 8) return { value: replaced(document, path, [old ?? null]), words: `listed ${at}` }
  const maps = paths.filter((one) => isMap(childAt(document, one)))
  const owner = maps.length === 0 ? [] : dice.one(maps)
  if (roll < 10)
    return {
      value: extended(document, owner, dice.one(keys), dice.one(replacements)(dice, 'x')),
      words: `extra key ${owner.join('.')}`,
    }
  if (roll < 11) return { value: renamed(document, path, dice), words: `renamed ${at}` }
  return { value: doubled(document, path), words: `doubled ${at}` }
}

/** What a document is, it tells by these; without them it is nobody's to judge. */
const ofTheRequest = new Set<Step>(['apiVersion', 'kind'])

function metadataMistake(document: Value, dice: Dice): Mistaken {
  const [key, spelled] = dice.one(metadataPieces)
  if (!isMap(document)) return { value: document, words: 'nothing' }
  const metadata = childAt(document, ['metadata'])
  const others =
    isMap(metadata ?? null) && metadata !== undefined ? pairsOf(metadata as Pairs).filter(([name]) => name !== key) : []
  const value = spelled === undefined ? new Pairs(others) : new Pairs([...others, [key, new Raw(spelled)]])
  return {
    value: replaced(document, ['metadata'], value),
    words: `metadata ${key}: ${spelled?.slice(0, 100) ?? 'none'}`,
  }
}

const replacements: readonly ((dice: Dice, old: Value | undefined) => Value)[] = [
  () => '',
  () => 'x y',
  () => 5,
  () => 5.5,
  () => -1,
  () => 1e21,
  () => 2147483648,
  () => new Raw('9223372036854775808'),
  () => new Raw('1.0'),
  () => new Raw('1e3'),
  () => new Raw('-9223372036854775809'),
  () => true,
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => [{}],
  () => ['a'],
  () => ({ a: null }),
  () => ({ a: 'b' }),
  () => ({ name: 'a' }),
  () => [{ name: 'a' }, { name: 'a' }],
  () => 'é',
  () => 'a'.repeat(300),
  () => '1Ki',
  () => '-5m',
  () => '1.5.5',
  () => '10 Mi',
  (dice) => new Raw(oddScalar(dice)),
]

const numbers = [
  '0',
  '-1',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
  '1.0',
  '1.5',
  '1e3',
  '1e18',
  '1e19',
  '1e21',
  '0x10',
  '010',
  '0o10',
  '1_000',
  '"5"',
  '5s',
  '-0',
  '-0.0',
  '+5',
]

const keys = [
  'x',
  'extra',
  '',
  'a.b',
  'a/b',
  'a b',
  '5',
  'true',
  'name',
  'spec',
  'metadata',
  'status',
  'kind',
  'é',
  '~',
  'é[0]',
  'length',
  'constructor',
  '__proto__',
  'toString',
  'a'.repeat(80),
  'a: b',
]

type Step = string | number

function isMap(value: Value | undefined): value is Pairs | { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw)
}

function pathsOf(value: Value, path: readonly Step[] = []): readonly (readonly Step[])[] {
  const here = [path]
  if (Array.isArray(value)) return [...here, ...value.flatMap((item: Value, at) => pathsOf(item, [...path, at]))]
  if (!isMap(value)) return here
  return [
    ...here,
    ...pairsOf(value).flatMap(([key, child]) => (key instanceof Raw ? [] : pathsOf(child, [...path, key]))),
  ]
}

function childAt(value: Value | undefined, path: readonly Step[]): Value | undefined {
  let at: Value | undefined = value
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)]
    else if (isMap(at)) at = pairsOf(at).find(([key]) => key === step)?.[1]
    else return undefined
  }
  return at
}

function changed(
  value: Value,
  path: readonly Step[],
  change: (old: Value) => readonly (readonly [Step, Value])[] | undefined,
): Value {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(value)) {
    return value.flatMap((item: Value, at) => {
      if (at !== step) return [item]
      if (rest.length > 0) return [changed(item, rest, change)]
      return (change(item) ?? []).map(([, child]) => child)
    })
  }
  if (!isMap(value)) return value
  return new Pairs(
    pairsOf(value).flatMap(([key, child]): (readonly [string | Raw, Value])[] => {
      if (key !== step) return [[key, child]]
      if (rest.length > 0) return [[key, changed(child, rest, change)]]
      return (change(child) ?? []).map(([name, one]) => [String(name), one])
    }),
  )
}

function replaced(document: Value, path: readonly Step[], by: Value | undefined): Value {
  return changed(document, path, () => (by === undefined ? [] : [[path.at(-1) ?? '', by]]))
}

function renamed(document: Value, path: readonly Step[], dice: Dice): Value {
  const name = String(path.at(-1))
  const at = dice.below(name.length)
  const other = dice.one([
    `${name}s`,
    name.toUpperCase(),
    name.slice(0, at) + name.slice(at + 1),
    ` ${name}`,
    name.replace(/^./, (first) => first.toUpperCase()),
  ])
  return changed(document, path, (old) => [[other, old]])
}

function doubled(document: Value, path: readonly Step[]): Value {
  const name = path.at(-1) ?? ''
  return changed(document, path, (old) => [
    [name, old],
    [name, old],
  ])
}

function extended(document: Value, owner: readonly Step[], key: string, value: Value): Value {
  const map = childAt(document, owner)
  if (!isMap(map)) return document
  const longer = new Pairs([...pairsOf(map), [key, value]])
  return owner.length === 0 ? longer : replaced(document, owner, longer)
}
