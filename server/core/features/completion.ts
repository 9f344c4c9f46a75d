import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import { schemaAt } from '../schema/schemaAt.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import { completionContext } from './completionContext.ts'
import { documentItems } from './completionDocument.ts'
import type { AboutField, CompletionItem } from './completionItem.ts'
import { isScalar, keyItems, listItems } from './completionKeys.ts'
import { labelItems } from './completionLabels.ts'
import { memberPlace } from './completionPlace.ts'
import { type CompletionRequest, layoutOf } from './completionRequest.ts'
import { variableItems } from './completionTemplate.ts'
import { type KnownValue, writtenValue } from './completionText.ts'
import { knownValues } from './completionValues.ts'
import { documentKind, kindIn, kindsOf } from './documentKind.ts'
import { fieldMarkdown } from './hoverField.ts'
import type { TargetKmm } from './targetKmm.ts'

export type { CompletionItem } from './completionItem.ts'

export interface CompletionSurroundings {
  readonly cluster: ClusterFacts
  /** the KMM whose fields are offered; the newest when absent */
  readonly target?: TargetKmm | undefined
}

/**
 * Everything that may be written at an offset of the document's text: keys, values, template variables, kernels and
 * labels of the cluster, whole documents. Never throws; empty where nothing is known. Lines of inserted texts carry
 * their full indentation (LSP: `insertTextMode` asIs).
 */
export function completion(
  document: YamlDocument,
  offset: number,
  { cluster, target }: CompletionSurroundings,
): readonly CompletionItem[] {
  const context = completionContext(document, offset)
  if (context === undefined || offset < context.range.start || offset > context.range.end) return []
  const kind = documentKind(document, target)
  if (kind === undefined) return documentItems(document, context, cluster)
  const schema = schemaAt(kind.schema, context.path)?.schema
  if (schema === undefined) return []
  const layout = layoutOf(document.text, context, kind.kind === 'ManagedClusterModule')
  const request = { document, offset, kind, context, schema, layout, cluster }
  if (isScalar(schema)) return canBeValue(request) ? valueItems(request) : []
  const place = memberPlace(request)
  if (place === undefined) return []
  if (schema.type === 'array') return context.hasColon || context.quote !== '' ? [] : listItems(request, place)
  return [...keyItems(request, place), ...labelItems(request, place)]
}

/** Markdown about the field of an item that came with `about`; `undefined` when there is nothing to say. */
export function completionDocumentation(about: AboutField, target: TargetKmm | undefined): string | undefined {
  const fact = kindsOf(target).find((one) => one.kind === about.kind && one.apiVersion === about.apiVersion)
  const kind = fact && kindIn(fact, target)
  return kind && fieldMarkdown(kind, about.path)
}

/** A scalar on a line of its own is an item of a list; below a key that has its value already, nothing fits. */
function canBeValue({ context }: CompletionRequest): boolean {
  if (context.place === 'line') return context.dashed && !context.hasColon
  return context.role !== 'member'
}

function valueItems(request: CompletionRequest): readonly CompletionItem[] {
  const { context, schema } = request
  const isText = schema.type === 'string' || schema.type === 'intOrString'
  if (!isText && context.quote !== '') return []
  const values = knownValues(request, schema, context.path).map((value) => valueItem(request, value, isText))
  return [...values, ...variableItems(request)]
}

function valueItem({ context }: CompletionRequest, value: KnownValue, isText: boolean): CompletionItem {
  const { quote, closed, lead, range } = context
  const written = isText ? writtenValue(value.text, quote, closed, value.quoted ?? false) : value.text
  return {
    label: value.text === '' ? '""' : value.text,
    kind: 'value',
    ...(value.detail !== undefined && { detail: value.detail }),
    range,
    insertText: lead + written,
    sortText: value.sortText,
    ...(value.filterText !== undefined && { filterText: value.filterText }),
    ...(value.preselect && { preselect: value.preselect }),
  }
}
