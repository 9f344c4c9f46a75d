import { operatorKinds } from '../core/features/checkKind.ts'
import { operatorNote } from '../core/features/hoverField.ts'
import { documentationUrl } from '../core/schema/documentationPage.ts'
import type { FieldSchema } from '../core/schema/fieldSchema.ts'
import { wordsAt } from '../core/schema/fieldWords.ts'
import type { FieldWords } from '../core/schema/fieldWordsTable.ts'
import { kubernetesReference } from '../core/schema/kubernetesReference.ts'
import { type SchemaPlace, schemaAt } from '../core/schema/schemaAt.ts'
import type { Path } from '../core/yaml/yamlNode.ts'
import { type FieldQuestion, questionText, throughLists } from './fieldQuestion.ts'
import { fieldTree, typeName } from './fieldTree.ts'
import { markdownText } from './markdownText.ts'
import type { Palette } from './palette.ts'

export interface ExplainStyle {
  readonly palette: Palette
  /** columns that text is wrapped to */
  readonly width: number
  /** the whole tree instead of the next level */
  readonly recursive: boolean
}

/** All about one field, in the order of `kubectl explain`: kind, field, what it is, what it holds. */
export function fieldExplanation(question: FieldQuestion, style: ExplainStyle): string {
  const { kind, root, path } = question
  const { palette } = style
  const place = schemaAt(root, path)
  if (place === undefined) return ''
  const words = wordsAt(kind.kind, path)
  const head = [
    `${palette.strong('KIND:')}    ${kind.kind}${kind.edition === 'openshift' ? ' (OpenShift only)' : ''}`,
    `${palette.strong('VERSION:')} ${kind.apiVersion}`,
    ...(path.length === 0
      ? [`         since KMM ${kind.since}`]
      : [
          `${palette.strong('FIELD:')}   ${questionText(kind, path)} ${palette.faint(`<${typeName(place.schema)}>`)}`,
          `         ${facts(question, place, words).join(', ')}`,
        ]),
  ].map((line) => `${line.trimEnd()}\n`)
  const parts = [
    head.join(''),
    section('DESCRIPTION', markdownText(description(question, words), style.width, '  ', palette), palette),
    section('FIELDS', fields(question, place.schema, style), palette),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

function section(title: string, body: string, palette: Palette): string {
  return body === '' ? '' : `${palette.strong(`${title}:`)}\n${body}`
}

function facts({ kind, path }: FieldQuestion, { schema, required, since }: SchemaPlace, words?: FieldWords) {
  const own = path[0] === 'spec' || path[0] === 'status'
  const given = schema.default !== undefined && schema.default !== ''
  return [
    required ? 'required' : 'optional',
    ...(own ? [`since KMM ${since ?? kind.since}`] : []),
    ...(given ? [`default ${JSON.stringify(schema.default)}`] : []),
    ...(!given && words?.absent !== undefined ? [`when absent: ${words.absent.replaceAll('`', '')}`] : []),
    ...(schema.enum === undefined ? [] : [`one of ${schema.enum.join(', ')}`]),
    ...(schema.minItems === undefined ? [] : [`at least ${schema.minItems}`]),
    ...(schema.maxItems === undefined ? [] : [`at most ${schema.maxItems}`]),
  ]
}

function description({ kind, path }: FieldQuestion, words: FieldWords | undefined): string {
  const kubernetes = kubernetesReference(path)
  if (words === undefined) {
    if (kubernetes !== undefined) return `A field of Kubernetes' own.\n\n${kubernetes.url}`
    return path.length > 1 ? 'Written by the operator, from the Modules.' : ''
  }
  const { title, text, deprecated, wrong = [], example, page } = words
  return [
    `**${title}**`,
    ...(deprecated === undefined ? [] : [`**Deprecated**: use ${deprecated}.`]),
    text,
    ...(path.length === 0 && operatorKinds.has(kind.kind) ? [operatorNote] : []),
    ...(wrong.length === 0 ? [] : [wrong.map((sentence) => `- ${sentence}`).join('\n')]),
    ...(example === undefined ? [] : [`\`\`\`yaml\n${example}\n\`\`\``]),
    ...(page === undefined ? [] : [documentationUrl(page)]),
    ...(kubernetes === undefined ? [] : [kubernetes.url]),
  ].join('\n\n')
}

function fields({ kind, root, path }: FieldQuestion, schema: FieldSchema, style: ExplainStyle): string {
  const { palette, width, recursive } = style
  const inner: Path = throughLists(root, path)
  const held = schemaAt(root, inner)?.schema ?? schema
  if (recursive) return fieldTree(held, palette)
  return Object.entries(held.properties ?? {})
    .map(([key, child]) => {
      const required = held.required?.includes(key) ? ` ${palette.warning('-required-')}` : ''
      const title = wordsAt(kind.kind, [...inner, key])?.title
      const line = `  ${palette.good(key)} ${palette.faint(`<${typeName(child)}>`)}${required}\n`
      return line + (title === undefined ? '' : markdownText(title, width, '      ', palette))
    })
    .join('')
}
