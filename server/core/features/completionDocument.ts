import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import { kmmKinds } from '../schema/moduleSchema.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { CompletionContext } from './completionContext.ts'
import { type CompletionItem, renderPieces } from './completionItem.ts'
import type { KnownValue } from './completionText.ts'
import { apiVersionValues, kindValues } from './completionValues.ts'
import { isKmmGroup } from './documentKind.ts'
import { kindSnippets } from './kindSnippets.ts'
import { joinLines, moduleSnippets } from './moduleSnippets.ts'

/** What to write in a document that is not yet anything: whole Modules, or its kind and apiVersion. */
export function documentItems(
  document: YamlDocument,
  context: CompletionContext,
  cluster: ClusterFacts,
): readonly CompletionItem[] {
  const kind = textOf(document, 'kind')
  const apiVersion = textOf(document, 'apiVersion')
  const where = context.path.length === 1 && context.place === 'inline' ? context.path[0] : undefined
  const isOurs = (apiVersion === '' || isKmmGroup(apiVersion)) && !context.hasColon
  if (where === 'kind' && isOurs) return kindValues(apiVersion).map((value) => valueItem(value, context))
  const kindFits = kind === '' || kmmKinds.some((one) => one.kind === kind)
  if (where === 'apiVersion' && kindFits) return apiVersionValues(kind).map((value) => valueItem(value, context))
  if (context.place !== 'line' || context.path.length > 0 || context.column > 0 || context.quote !== '') return []
  if (context.present.length === 0 && !context.hasColon) return wholeDocuments(document, context, cluster)
  const keys = isOurs && kindFits && (kind !== '' || apiVersion !== '') ? ['apiVersion', 'kind'] : []
  return keys.filter((key) => !context.present.includes(key)).map((key) => keyItem(key, context))
}

function textOf(document: YamlDocument, key: string): string {
  const node = childOf(document.root, key)
  return node?.type === 'scalar' ? node.text : ''
}

function valueItem({ text, detail, sortText }: KnownValue, { range, lead }: CompletionContext): CompletionItem {
  return { label: text, kind: 'value', ...(detail && { detail }), range, insertText: lead + text, sortText }
}

function keyItem(key: string, { range }: CompletionContext): CompletionItem {
  return { label: key, kind: 'key', range, insertText: `${key}: `, sortText: `0${key}`, retrigger: true }
}

function wholeDocuments(
  document: YamlDocument,
  { range }: CompletionContext,
  cluster: ClusterFacts,
): readonly CompletionItem[] {
  const lineBreak = document.text.includes('\r\n') ? '\r\n' : '\n'
  const namespace = cluster.target?.namespace ?? 'default'
  return [...moduleSnippets(namespace), ...kindSnippets].map(({ label, detail, lines }, at) => ({
    label,
    kind: 'snippet',
    detail,
    documentation: `\`\`\`yaml\n${renderPieces(joinLines(lines, '\n')).insertText}\`\`\``,
    range,
    ...renderPieces(joinLines(lines, lineBreak)),
    filterText: `${label} kmm apiVersion kind`,
    sortText: String(at).padStart(2, '0'),
  }))
}
