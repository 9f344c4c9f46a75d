import type { FieldSchema, FieldType, OtherRelease } from './fieldSchema.ts'
import { columnOf, covers, kmmReleases, releaseAt, type SchemaRelease, sinceIn } from './schemaColumn.ts'
import table from './schemaTable.json' with { type: 'json' }

/** One kind of KMM's, at one of its versions. */
export interface KindFact {
  readonly kind: string
  readonly apiVersion: string
  /** false: of the whole cluster; absent where only a cluster we asked knows */
  readonly namespaced?: boolean
  /** what kubectl takes for it besides the kind itself, as the newest release says; absent as `namespaced` is */
  readonly plural?: string
  readonly shortNames?: readonly string[]
  /** `openshift`: only Red Hat's fork has it */
  readonly edition: 'upstream' | 'openshift'
  /** KMM release that brought it, such as `2.4` */
  readonly since: string
}

/** Every kind and version that the newest KMM serves, in both editions. */
export const kmmKinds: readonly KindFact[] = table.kinds.map((entry) => {
  const edition = covers(entry.in, columnOf()) ? 'upstream' : 'openshift'
  return {
    kind: entry.kind,
    apiVersion: `${entry.group}/${entry.version}`,
    namespaced: entry.namespaced,
    plural: entry.plural,
    shortNames: entry.shortNames ?? [],
    edition,
    since: sinceIn(entry.in, columnOf({ version: kmmReleases.at(-1) ?? '', edition })) ?? kmmReleases[0] ?? '',
  }
})

/**
 * What a document of this kind and apiVersion may hold in a KMM release, the newest when none is named; a kind that only
 * OpenShift has is OpenShift's then. `undefined` when that release serves no such thing. Equal places share one object.
 */
export function schemaOf(kind: string, apiVersion: string, release?: SchemaRelease): FieldSchema | undefined {
  const entry = table.kinds.find((one) => one.kind === kind && `${one.group}/${one.version}` === apiVersion)
  if (entry === undefined) return undefined
  const column = release === undefined ? newestColumn(entry.in) : columnOf(release)
  return covers(entry.in, column) ? compile(entry.root, column) : undefined
}

function newestColumn(span: string | undefined): number {
  const column = columnOf()
  return covers(span, column) ? column : column + kmmReleases.length
}

type Facts = Omit<FieldSchema, 'type' | 'properties' | 'values' | 'items'> & { readonly type?: string }

interface TableNode extends Facts {
  readonly properties?: Readonly<Record<string, Child>>
  readonly values?: Child
  readonly items?: Child
  readonly changes?: readonly (Facts & { readonly in: string })[]
}

/** Index of a node, with the span of releases behind it where it is not in all that have its parent. */
type Child = number | string

const nodes: readonly TableNode[] = table.nodes
const compiled = new Map<number, FieldSchema[]>()
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
function compile(id: number, column: number): FieldSchema {
  let ofColumn = compiled.get(column)
  if (ofColumn === undefined) {
    ofColumn = []
    compiled.set(column, ofColumn)
  }
  const known = ofColumn[id]
  if (known !== undefined) return known
  const node = nodes[id]
  if (node === undefined) throw new RangeError(`schemaTable.json has no node ${id}`)
  const { properties, values, items, changes, ...base } = node
  const { in: _, ...change } = changes?.find((one) => covers(one.in, column)) ?? { in: '' }
  const { type, ...facts } = { ...base, ...change }
  const valueSchema = compileChild(values, column)
  const itemSchema = compileChild(items, column)
  const schema: FieldSchema = {
    ...facts,
    type: fieldTypes.find((one) => one === type) ?? 'any',
    ...(properties && compileProperties(properties, column)),
    ...(valueSchema && { values: valueSchema }),
    ...(itemSchema && { items: itemSchema }),
  }
  ofColumn[id] = schema
  return schema
}

function compileChild(child: Child | undefined, column: number): FieldSchema | undefined {
  if (child === undefined) return undefined
  const { id, span } = readChild(child)
  return covers(span, column) ? compile(id, column) : undefined
}

function compileProperties(
  children: Readonly<Record<string, Child>>,
  column: number,
): Pick<FieldSchema, 'properties' | 'since' | 'elsewhere'> {
  const properties: Record<string, FieldSchema> = {}
  const since: Record<string, string> = {}
  const elsewhere: Record<string, OtherRelease> = {}
  for (const [name, child] of Object.entries(children)) {
    const { id, span } = readChild(child)
    if (covers(span, column)) {
      properties[name] = compile(id, column)
      const release = sinceIn(span, column)
      if (release !== undefined) since[name] = release
    } else if (span !== undefined) elsewhere[name] = otherRelease(span, column)
  }
  return {
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(Object.keys(since).length > 0 && { since }),
    ...(Object.keys(elsewhere).length > 0 && { elsewhere }),
  }
}

function readChild(child: Child): { readonly id: number; readonly span: string | undefined } {
  if (typeof child === 'number') return { id: child, span: undefined }
  const [id, span] = child.split(' ')
  return { id: Number(id), span }
}

/** Which release has what a column lacks: the next younger one of its edition, else the last older one, else the other edition. */
function otherRelease(span: string, column: number): OtherRelease {
  const count = kmmReleases.length
  const first = column < count ? 0 : count
  for (let at = column + 1; at < first + count; at += 1) if (covers(span, at)) return { since: releaseAt(at).version }
  for (let at = column - 1; at >= first; at -= 1) if (covers(span, at)) return { until: releaseAt(at).version }
  return { edition: first === 0 ? 'openshift' : 'upstream' }
}
