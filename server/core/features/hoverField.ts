import { documentationUrl } from '../schema/documentationPage.ts'
import type { FieldSchema } from '../schema/fieldSchema.ts'
import { wordsAt } from '../schema/fieldWords.ts'
import type { FieldWords } from '../schema/fieldWordsTable.ts'
import { kubernetesReference } from '../schema/kubernetesReference.ts'
import { type SchemaPlace, schemaAt } from '../schema/schemaAt.ts'
import type { Path } from '../yaml/yamlNode.ts'
import { operatorKinds } from './checkKind.ts'
import type { DocumentKind } from './documentKind.ts'

/** Markdown about a field of this kind: what it does, its facts, what goes wrong, an example; `undefined` for unknown fields. */
export function fieldMarkdown(kind: DocumentKind, path: Path): string | undefined {
  const place = schemaAt(kind.schema, path)
  if (place === undefined || path.length === 0) return undefined
  const words = wordsAt(kind.kind, path)
  const ofKind = path.length === 1 && path[0] === 'kind' ? wordsAt(kind.kind, []) : undefined
  const parts = [
    heading(path, words),
    words?.deprecated && `**Deprecated**: use ${words.deprecated}.`,
    words?.text ?? (place.schema.description && `From the cluster's own CRD: ${place.schema.description}`),
    ofKind && `**${kind.kind}** — ${ofKind.title}\n\n${ofKind.text}`,
    facts(kind, path, place, words),
    words?.wrong?.map((sentence) => `- ${sentence}`).join('\n'),
    words?.example && `\`\`\`yaml\n${words.example}\n\`\`\``,
    operatorKinds.has(kind.kind) ? operatorNote : undefined,
    references(path, ofKind ?? words),
  ]
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n')
}

/** Whose word counts in what the operator writes. */
export const operatorNote = "KMM's operator writes this from the Modules and overwrites what others change in it."

/** Where to read on: KMM's documentation, and Kubernetes' reference for what KMM takes from there as it is. */
function references(path: Path, words: FieldWords | undefined): string {
  const kubernetes = kubernetesReference(path)
  const links = [
    words?.page && `[KMM documentation](${documentationUrl(words.page)})`,
    kubernetes && `[${kubernetes.type} in the Kubernetes reference](${kubernetes.url})`,
  ]
  return links.filter((one) => one !== undefined).join(' · ')
}

/** What a value of the field is, in a few words. */
export function typeWords(schema: FieldSchema): string {
  switch (schema.type) {
    case 'object':
      return schema.values ? `map of ${plural(schema.values)}` : 'object'
    case 'array':
      return schema.items ? `list of ${plural(schema.items)}` : 'list'
    case 'integer':
      return 'whole number'
    case 'boolean':
      return '`true` or `false`'
    case 'intOrString':
      return 'number or string'
    case 'any':
      return 'anything'
    default:
      return schema.type
  }
}

function plural(schema: FieldSchema): string {
  const single: Record<FieldSchema['type'], string> = {
    object: 'objects',
    array: 'lists',
    string: 'strings',
    integer: 'whole numbers',
    number: 'numbers',
    boolean: 'booleans',
    intOrString: 'numbers or strings',
    any: 'anything',
  }
  return single[schema.type]
}

function heading(path: Path, words: FieldWords | undefined): string {
  const last = path.at(-1)
  const name = typeof last === 'number' ? `${path.findLast((step) => typeof step === 'string') ?? ''}[]` : String(last)
  return words ? `**${name}** — ${words.title}` : `**${name}**`
}

function facts(kind: DocumentKind, path: Path, place: SchemaPlace, words: FieldWords | undefined): string {
  const { schema } = place
  // Nobody knows since when a field exists that only the cluster has.
  const dated = schema.description === undefined && (path[0] === 'spec' || path[0] === 'status')
  const list = [
    typeWords(schema),
    place.required ? '**required**' : undefined,
    dated ? `since KMM ${place.since ?? kind.since}` : undefined,
    defaultWords(schema, words),
    schema.enum && `one of ${schema.enum.map((one) => `\`${one}\``).join(', ')}`,
    schema.minItems && `at least ${schema.minItems} ${schema.minItems === 1 ? 'item' : 'items'}`,
    schema.maxItems && `at most ${schema.maxItems} items`,
    schema.pattern && schema.type === 'string' ? `matches \`${schema.pattern}\`` : undefined,
  ]
  return list.filter((one) => one !== undefined && one !== 0 && one !== '').join(' · ')
}

function defaultWords(schema: FieldSchema, words: FieldWords | undefined): string | undefined {
  // An empty name is only the server's way to make a reference valid; nobody wants to know.
  if (schema.default !== undefined && schema.default !== '') return `default \`${JSON.stringify(schema.default)}\``
  return words?.absent && `when absent: ${words.absent}`
}
