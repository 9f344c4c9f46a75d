import type { FieldSchema } from '../schema/fieldSchema.ts'
import { propertyOf } from '../schema/schemaAt.ts'
import type { Path } from '../yaml/yamlNode.ts'
import type { Piece } from './completionItem.ts'
import { beginningKeys } from './completionOrder.ts'

/** How the document is laid out, so that what is added looks like the rest. */
export interface Layout {
  readonly step: number
  /** dashes stand under their key */
  readonly flushLists: boolean
  readonly lineBreak: '\n' | '\r\n'
  readonly flow: boolean
  /** `spec.selector` is about clusters, not nodes */
  readonly hub: boolean
  /** keys are quoted, as in JSON */
  readonly quote: '' | '"' | "'"
}

/** Depth at which a scaffold ends, whatever is required below. */
const depthLimit = 8

/** What stands behind a new key's colon: required children, or a place to fill in. `column` is the key's own. */
export function valueScaffold(
  schema: FieldSchema,
  path: Path,
  column: number,
  layout: Layout,
  depth = 0,
): readonly Piece[] {
  if (layout.flow) return [' ', ...flowValue(schema, path, layout, depth)]
  if (schema.type === 'object')
    return [...lineBreak(layout, column + layout.step), ...mapBody(schema, path, column + layout.step, layout, depth)]
  if (schema.type === 'array') {
    const dash = layout.flushLists ? column : column + layout.step
    return [...lineBreak(layout, dash), ...itemScaffold(schema, path, dash, layout, depth)]
  }
  return [' ', ...scalarScaffold(path)]
}

/** A new item of the list at a path, dash included. */
export function itemScaffold(
  list: FieldSchema,
  path: Path,
  column: number,
  layout: Layout,
  depth = 0,
): readonly Piece[] {
  const item = list.items
  if (item?.type === 'object') return ['- ', ...mapBody(item, [...path, 0], column + 2, layout, depth)]
  return ['- ', ...scalarScaffold([...path, 0])]
}

/** The members of a new map, the first where the text stands, the others on lines of their own at `column`. */
function mapBody(schema: FieldSchema, path: Path, column: number, layout: Layout, depth = 0): readonly Piece[] {
  const label = labelScaffold(schema, path, layout)
  if (label !== undefined) return label
  const children = depth < depthLimit ? beginningKeys(path, schema.required ?? []) : []
  const bodies = children.flatMap((key) => {
    const child = propertyOf(schema, key)
    return child
      ? [[quotedKey(key, layout), ':', ...valueScaffold(child, [...path, key], column, layout, depth + 1)]]
      : []
  })
  if (bodies.length === 0) return [{ stop: '' }]
  return bodies.flatMap((body, at) => (at === 0 ? body : [...lineBreak(layout, column), ...body]))
}

export function lineBreak(layout: Layout, column: number): readonly Piece[] {
  return [layout.lineBreak + ' '.repeat(column)]
}

export function quotedKey(key: string, { quote }: Layout): string {
  return quote + key + quote
}

function flowValue(schema: FieldSchema, path: Path, layout: Layout, depth: number): readonly Piece[] {
  if (schema.type === 'array')
    return ['[', ...(schema.items ? flowValue(schema.items, [...path, 0], layout, depth + 1) : []), ']']
  if (schema.type !== 'object') return schema.type === 'string' ? quotedScaffold(path, layout) : scalarScaffold(path)
  const children = depth < depthLimit ? beginningKeys(path, schema.required ?? []) : []
  const bodies = children.flatMap((key) => {
    const child = propertyOf(schema, key)
    return child ? [[quotedKey(key, layout), ': ', ...flowValue(child, [...path, key], layout, depth + 1)]] : []
  })
  const inner = bodies.flatMap((body, at) => (at === 0 ? body : [', ', ...body]))
  return ['{', ...(labelScaffold(schema, path, layout) ?? (inner.length === 0 ? [{ stop: '' }] : inner)), '}']
}

/** Maps of labels: nodes of a usual cluster have these. */
function labelScaffold(schema: FieldSchema, path: Path, layout: Layout): readonly Piece[] | undefined {
  if (schema.values === undefined) return undefined
  if (path.at(-1) !== 'selector' || (layout.hub && path.length === 2)) return [{ stop: '' }]
  const [label, value] = path.includes('build')
    ? ['kubernetes.io/arch', 'amd64']
    : ['node-role.kubernetes.io/worker', '']
  const quote = value === '' ? '"' : layout.quote
  return [layout.quote, { stop: label }, `${layout.quote}: ${quote}`, { stop: value }, quote]
}

/** A text of a document whose keys are quoted, as in JSON, is quoted, too. */
function quotedScaffold(path: Path, { quote }: Layout): readonly Piece[] {
  const pieces = scalarScaffold(path)
  if (quote === '') return pieces
  return [quote, ...pieces.filter((piece) => typeof piece !== 'string'), quote]
}

const scalars: Readonly<Record<string, readonly Piece[]>> = {
  regexp: ["'", { stop: '^.+$' }, "'"],
  dirName: [{ stop: '/opt' }],
  operator: [{ stop: 'Exists' }],
  effect: [{ stop: 'NoSchedule' }],
}

function scalarScaffold(path: Path): readonly Piece[] {
  const last = path.at(-1)
  return (typeof last === 'string' && Object.hasOwn(scalars, last) ? scalars[last] : undefined) ?? [{ stop: '' }]
}
