import type { FieldSchema, FieldType } from './fieldSchema.ts'
import table from './schemaTable.json' with { type: 'json' }

/** One kind of KMM's, as the newest release serves it. */
export interface KindFact {
  readonly kind: string
  readonly apiVersion: string
  readonly namespaced: boolean
  /** `openshift`: only Red Hat's fork has it */
  readonly edition: 'upstream' | 'openshift'
  /** KMM release that brought it, such as `2.4` */
  readonly since: string
}

/** KMM releases that the table knows, oldest first. */
export const kmmReleases: readonly string[] = table.releases

/** Every kind and version that the newest KMM serves, in both editions. */
export const kmmKinds: readonly KindFact[] = table.kinds.map((entry) => ({
  kind: entry.kind,
  apiVersion: `${entry.group}/${entry.version}`,
  namespaced: entry.namespaced,
  edition: entry.edition === 'openshift' ? 'openshift' : 'upstream',
  since: entry.since,
}))

/** What a document of this kind and apiVersion may hold; `undefined` when the newest KMM serves no such thing. */
export function schemaOf(kind: string, apiVersion: string): FieldSchema | undefined {
  const entry = table.kinds.find((one) => one.kind === kind && `${one.group}/${one.version}` === apiVersion)
  return entry && compile(entry.root)
}

type TableNode = Omit<FieldSchema, 'type' | 'properties' | 'values' | 'items'> & {
  readonly type: string
  readonly properties?: Readonly<Record<string, number>>
  readonly values?: number
  readonly items?: number
}

const nodes: readonly TableNode[] = table.nodes
const compiled: FieldSchema[] = []
const fieldTypes: readonly FieldType[] = [
  'object',
  'array',
  'string',
  'integer',
  'number',
  'boolean',
  'intOrString',
  'any',
]

/** Made when first asked for; equal subtrees share one object. */
function compile(id: number): FieldSchema {
  const known = compiled[id]
  if (known !== undefined) return known
  const node = nodes[id]
  if (node === undefined) throw new RangeError(`schemaTable.json has no node ${id}`)
  const { type, properties, values, items, ...facts } = node
  const schema: FieldSchema = {
    ...facts,
    type: fieldTypes.find((one) => one === type) ?? 'any',
    ...(properties && { properties: compileAll(properties) }),
    ...(values !== undefined && { values: compile(values) }),
    ...(items !== undefined && { items: compile(items) }),
  }
  compiled[id] = schema
  return schema
}

function compileAll(ids: Readonly<Record<string, number>>): Readonly<Record<string, FieldSchema>> {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, compile(id)]))
}
