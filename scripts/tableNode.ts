import { spanText } from './spanText.ts'

/** One schema object of a CRD, as far as we read it. */
export interface CrdSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, CrdSchema>>
  readonly additionalProperties?: CrdSchema
  readonly items?: CrdSchema
  readonly required?: readonly string[]
  readonly default?: unknown
  readonly nullable?: boolean
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly format?: string
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message: string }[]
}

/** The schema that each column of the table (a release of an edition) has at the same place. */
export type Columns = readonly (CrdSchema | undefined)[]

/**
 * A place of the schema in all releases. A child is its index, or index and span where it is not in every release that
 * has this object: `"57 2.7-"`. `changes` are facts that hold in some releases only.
 */
export interface TableNode {
  readonly type?: string
  readonly properties?: Readonly<Record<string, number | string>>
  readonly items?: number | string
  readonly values?: number | string
  readonly changes?: readonly ({ readonly in: string } & Facts)[]
  readonly [fact: string]: unknown
}

type Facts = Readonly<Record<string, unknown>>

/** Every keyword that the CRDs of all releases use; another one must be thought about, so it stops the script. */
const copied = [
  'required',
  'default',
  'nullable',
  'enum',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
] as const
const handled = [
  'type',
  'properties',
  'additionalProperties',
  'items',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-validations',
]
/** Words, and what says nothing that the rest does not say already. */
const ignored = ['description', 'anyOf', 'x-kubernetes-list-type', 'x-kubernetes-map-type']
const keywords: ReadonlySet<string> = new Set([...copied, ...handled, ...ignored])

/** Adds a place of the schema, with everything below it, to the table and answers its index. */
export function nodeOf(columns: Columns, add: (node: TableNode) => number): number {
  const facts = columns.map((schema) => schema && factsOf(schema))
  const names = new Set(columns.flatMap((schema) => Object.keys(schema?.properties ?? {})))
  const properties = [...names].sort().flatMap((name) => {
    const child = childOf(columns, (one) => one.properties?.[name], add)
    return child === undefined ? [] : [[name, child] as const]
  })
  const items = childOf(columns, (one) => one.items, add)
  const values = childOf(columns, (one) => one.additionalProperties, add)
  return add({
    ...common(facts),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(items !== undefined && { items }),
    ...(values !== undefined && { values }),
    ...changesOf(facts),
  })
}

/** The facts of one schema object, children aside. */
export function factsOf(schema: CrdSchema): Facts {
  const unknown = Object.keys(schema).find((keyword) => !keywords.has(keyword))
  if (unknown !== undefined) throw new Error(`The CRD uses the schema keyword ${unknown}, which the table cannot hold`)
  const facts: Record<string, unknown> = {
    type: schema['x-kubernetes-int-or-string'] ? 'intOrString' : (schema.type ?? 'any'),
  }
  for (const keyword of copied) if (schema[keyword] !== undefined) facts[keyword] = schema[keyword]
  if (schema['x-kubernetes-preserve-unknown-fields']) facts.open = true
  const listKeys = schema['x-kubernetes-list-map-keys']
  if (listKeys !== undefined) facts.listKeys = listKeys
  const rules = schema['x-kubernetes-validations']
  if (rules !== undefined) facts.rules = rules.map(({ rule, message }) => ({ rule, message }))
  return facts
}

function childOf(
  columns: Columns,
  step: (schema: CrdSchema) => CrdSchema | undefined,
  add: (node: TableNode) => number,
): number | string | undefined {
  const below = columns.map((schema) => schema && step(schema))
  if (below.every((schema) => schema === undefined)) return undefined
  const id = nodeOf(below, add)
  const span = spanText(
    columns.map((schema) => schema !== undefined),
    below.map((schema) => schema !== undefined),
  )
  return span === undefined ? id : `${id} ${span}`
}

/** What holds in every release that has the object. */
function common(facts: readonly (Facts | undefined)[]): Facts {
  const present = facts.filter((one) => one !== undefined)
  const [first, ...rest] = present
  if (first === undefined) return {}
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => rest.every((one) => same(one[key], value))))
}

function changesOf(facts: readonly (Facts | undefined)[]): Pick<TableNode, 'changes'> {
  const shared = common(facts)
  const own = facts.map(
    (one) => one && Object.fromEntries(Object.entries(one).filter(([key]) => !Object.hasOwn(shared, key))),
  )
  const texts = own.map((one) => one && JSON.stringify(one))
  const changes = [...new Set(texts)].flatMap((text) => {
    if (text === undefined || text === '{}') return []
    const of = texts.map((one) => one === text)
    const span = spanText(
      texts.map((one) => one !== undefined),
      of,
    )
    return span === undefined ? [] : [{ in: span, ...own[of.indexOf(true)] }]
  })
  return changes.length === 0 ? {} : { changes }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
