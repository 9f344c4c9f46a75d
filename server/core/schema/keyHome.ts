import type { Path, PathStep } from '../yaml/yamlNode.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { propertyOf } from './schemaAt.ts'

/** The mapping that takes a key which another one does not. */
export interface KeyHome {
  /** of the mapping, in the document that the key stands in; items are numbered only on the way to where it stands */
  readonly path: Path
  /** some item of a list: which one, nobody knows */
  readonly inItem: boolean
}

/**
 * Where a key belongs that stands in the mapping at `path`: the one child, parent or sibling of that mapping that takes
 * it, else the one place of all. `undefined` where there are several, or none. `below` are the keys that its value has:
 * only places that take those count, as long as there is one.
 */
export function keyHome(
  root: FieldSchema,
  path: Path,
  key: string,
  below: readonly string[] = [],
): KeyHome | undefined {
  const own = path.map(schemaStep)
  const known = homesOf(root, key)
  const fitting = known.filter(({ field }) => below.every((one) => propertyOf(field, one) !== undefined))
  const homes = (fitting.length > 0 ? fitting : known).map(({ path: home }) => {
    const shared = sharedSteps(own, home)
    const up = steps(own.slice(shared))
    const down = steps(home.slice(shared))
    return {
      path: [...path.slice(0, shared), ...home.slice(shared)],
      up,
      down,
      inItem: home.slice(shared).includes(item),
    }
  })
  const others = homes.filter(({ up, down }) => up + down > 0)
  const whole = others.filter(({ inItem }) => !inItem)
  const near = whole.filter(({ up, down }) => up <= 1 && down <= 1)
  const [home] = near.length > 0 ? near : whole.length > 0 ? whole : others
  const isOnly = near.length > 0 ? near.length === 1 : others.length === 1 || whole.length === 1
  if (home === undefined || !isOnly) return undefined
  // A word that many know, such as `name`, is no more likely meant for a neighbour.
  if (home.up + home.down > 1 && whole.length > 1) return undefined
  return { path: home.path, inItem: home.inItem }
}

/** Stands for the number of an item. */
export const item = '[]'

function schemaStep(step: PathStep): string {
  return typeof step === 'number' ? item : step
}

function sharedSteps(a: readonly string[], b: readonly string[]): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1
  return at
}

/** Mappings on the way: a list and its item are one step. */
function steps(path: readonly string[]): number {
  return path.filter((step) => step !== item).length
}

type SchemaPath = readonly string[]

interface Home {
  /** of the mapping */
  readonly path: SchemaPath
  /** what the key holds there */
  readonly field: FieldSchema
}

function homesOf(root: FieldSchema, key: string): readonly Home[] {
  let homes = homesByRoot.get(root)
  if (homes === undefined) {
    homes = homesBelow(root)
    homesByRoot.set(root, homes)
  }
  return homes.get(key) ?? []
}

const homesByRoot = new WeakMap<FieldSchema, ReadonlyMap<string, readonly Home[]>>()

/** Every key of a kind with the mappings that have it; nobody writes the status, or what is deep in the metadata. */
function homesBelow(root: FieldSchema): ReadonlyMap<string, readonly Home[]> {
  const homes = new Map<string, Home[]>()
  const walk = (schema: FieldSchema, path: SchemaPath): void => {
    if (schema.items !== undefined) walk(schema.items, [...path, item])
    for (const [key, child] of Object.entries(schema.properties ?? {})) {
      const known = homes.get(key)
      const home = { path, field: child }
      if (known === undefined) homes.set(key, [home])
      else known.push(home)
      if (path.length === 0 ? key !== 'status' : path[0] !== 'metadata') walk(child, [...path, key])
    }
  }
  walk(root, [])
  return homes
}
