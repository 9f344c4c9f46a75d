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

/** A `FieldSchema` whose children are indexes into the table's nodes. */
export interface TableNode {
  readonly type: string
  readonly properties?: Readonly<Record<string, number>>
  readonly [fact: string]: unknown
}

/** The schema that a release had at the same place, oldest release first. */
export type History = readonly { readonly release: string; readonly schema: CrdSchema | undefined }[]

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

/** Adds a schema and its children to the table and answers its index. */
export function nodeOf(schema: CrdSchema, history: History, add: (node: TableNode) => number): number {
  const unknown = Object.keys(schema).find((keyword) => !keywords.has(keyword))
  if (unknown !== undefined) throw new Error(`The CRD uses the schema keyword ${unknown}, which the table cannot hold`)
  const node: Record<string, unknown> & { type: string } = { type: typeOf(schema) }
  for (const keyword of copied) if (schema[keyword] !== undefined) node[keyword] = schema[keyword]
  if (schema['x-kubernetes-preserve-unknown-fields']) node.open = true
  const listKeys = schema['x-kubernetes-list-map-keys']
  if (listKeys !== undefined) node.listKeys = listKeys
  const rules = schema['x-kubernetes-validations']
  if (rules !== undefined) node.rules = rules.map(({ rule, message }) => ({ rule, message }))
  if (schema.items)
    node.items = nodeOf(
      schema.items,
      below(history, (one) => one.items),
      add,
    )
  if (schema.additionalProperties) {
    node.values = nodeOf(
      schema.additionalProperties,
      below(history, (one) => one.additionalProperties),
      add,
    )
  }
  if (schema.properties) Object.assign(node, propertiesOf(schema.properties, history, add))
  return add(node)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeOf(schema: CrdSchema): string {
  if (schema['x-kubernetes-int-or-string']) return 'intOrString'
  return schema.type ?? 'any'
}

function below(history: History, step: (schema: CrdSchema) => CrdSchema | undefined): History {
  return history.map(({ release, schema }) => ({ release, schema: schema && step(schema) }))
}

function propertiesOf(
  properties: Readonly<Record<string, CrdSchema>>,
  history: History,
  add: (node: TableNode) => number,
): { properties: Record<string, number>; since?: Record<string, string> } {
  const ids: Record<string, number> = {}
  const since: Record<string, string> = {}
  const parentSince = sinceOf(history)
  for (const [name, property] of Object.entries(properties)) {
    const own = below(history, (one) => one.properties?.[name])
    ids[name] = nodeOf(property, own, add)
    const release = sinceOf(own)
    if (release !== undefined && release !== parentSince) since[name] = release
  }
  return Object.keys(since).length === 0 ? { properties: ids } : { properties: ids, since }
}

/** The release from which on every later one has the field. */
function sinceOf(history: History): string | undefined {
  const gap = history.findLastIndex((entry) => entry.schema === undefined)
  return history[gap + 1]?.release
}
