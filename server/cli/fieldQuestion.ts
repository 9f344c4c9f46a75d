import type { FieldSchema } from '../core/schema/fieldSchema.ts'
import { type KindFact, kmmKinds, schemaOf } from '../core/schema/moduleSchema.ts'
import { nearestKey } from '../core/schema/nearestKey.ts'
import { schemaAt } from '../core/schema/schemaAt.ts'
import type { Path } from '../core/yaml/yamlNode.ts'
import { nearestProblem } from './explainProblem.ts'
import { fieldsNamed } from './fieldsNamed.ts'

/** A field that somebody asked about. */
export interface FieldQuestion {
  readonly kind: KindFact
  readonly root: FieldSchema
  /** with a 0 for an item of each list on the way */
  readonly path: Path
}

/**
 * Reads `module.spec.selector`: a kind in any case, its plural or short name, and keys below it; lists count as their items, and
 * `[]`, `[0]` or `[*]` may say so. Without a kind, the field is a Module's. Gives a sentence when there is no such field.
 */
export function parseFieldQuestion(text: string): FieldQuestion | { readonly sentence: string } {
  const [first = '', ...rest] = text.replace(/\[[^\]]*\]/g, '').split('.')
  const kind = kindNamed(first)
  if (kind !== undefined) return follow(kind, rest)
  const module = kindNamed('module')
  if (module === undefined) return unknownKind(text, first)
  const bare = follow(module, [first, ...rest])
  return 'sentence' in bare ? unknownKind(text, first) : bare
}

function kindNamed(name: string): KindFact | undefined {
  const wanted = name.toLowerCase()
  return kmmKinds.findLast(
    ({ kind, plural, shortNames = [] }) =>
      kind.toLowerCase() === wanted || plural === wanted || shortNames.includes(wanted),
  )
}

function follow(kind: KindFact, keys: readonly string[]): FieldQuestion | { readonly sentence: string } {
  const root = schemaOf(kind.kind, kind.apiVersion)
  if (root === undefined) return { sentence: `nothing is known of \`${kind.kind}\`` }
  let path: Path = []
  for (const [at, key] of keys.entries()) {
    const here = throughLists(root, path)
    const next = [...here, key]
    if (schemaAt(root, next) === undefined) return unknownField(kind, root, here, keys.slice(at))
    path = next
  }
  return { kind, root, path }
}

/** The path of the items where it leads to a list. */
export function throughLists(root: FieldSchema, path: Path): Path {
  let here = path
  while (schemaAt(root, here)?.schema.type === 'array') here = [...here, 0]
  return here
}

/** `module.spec.tolerations`, as it would be asked for. */
export function questionText({ kind }: KindFact, path: Path): string {
  return [kind.toLowerCase(), ...path.filter((step) => typeof step === 'string')].join('.')
}

function unknownField(kind: KindFact, root: FieldSchema, parent: Path, rest: readonly string[]) {
  const [key = ''] = rest
  const near = nearestKey(key, Object.keys(schemaAt(root, parent)?.schema.properties ?? {}))
  const meant = near === undefined ? fieldsNamed(root, rest.at(-1) ?? key).slice(0, 3) : [[...parent, near]]
  const where = parent.length === 0 ? `\`${kind.kind}\`` : `\`${questionText(kind, parent)}\``
  return { sentence: `${where} has no field \`${key}\`${suggestions(kind, meant)}` }
}

function unknownKind(text: string, first: string) {
  const kinds = [...new Set(kmmKinds.map(({ kind }) => kind.toLowerCase()))]
  const near = nearestKey(first, kinds) ?? (text.includes('.') ? undefined : nearestProblem(first))
  const module = kindNamed('module')
  const root = module && schemaOf(module.kind, module.apiVersion)
  const last = text.split('.').at(-1) ?? first
  const meant = root === undefined || near !== undefined ? [] : fieldsNamed(root, last).slice(0, 3)
  const suggested =
    near !== undefined ? `; did you mean \`${near}\`?` : module === undefined ? '' : suggestions(module, meant)
  const known =
    suggested === ''
      ? `; there are the kinds ${kinds.join(', ')}, and \`kmm explain problems\` lists the problems`
      : suggested
  return { sentence: `there is no kind or problem \`${first}\`${known}` }
}

function suggestions(kind: KindFact, meant: readonly Path[]): string {
  if (meant.length === 0) return ''
  return `; did you mean ${meant.map((path) => `\`${questionText(kind, path)}\``).join(' or ')}?`
}
