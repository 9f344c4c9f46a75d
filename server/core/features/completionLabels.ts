import type { NodeLabels } from '../kmm/clusterFacts.ts'
import type { Path } from '../yaml/yamlNode.ts'
import type { CompletionItem } from './completionItem.ts'
import { type CompletionRequest, insertion, type MemberPlace } from './completionRequest.ts'
import { type KnownValue, writtenValue } from './completionText.ts'

/** Labels that nodes of nearly every cluster have, for when nobody can be asked. */
const usualLabels: NodeLabels = new Map([
  ['node-role.kubernetes.io/worker', new Map([['', 0]])],
  ['node-role.kubernetes.io/control-plane', new Map([['', 0]])],
  ['kubernetes.io/os', new Map([['linux', 0]])],
  [
    'kubernetes.io/arch',
    new Map([
      ['amd64', 0],
      ['arm64', 0],
    ]),
  ],
])

type Request = Pick<CompletionRequest, 'kind' | 'cluster'>

/** Node labels for a selector, each with its value: the cluster's own where they are known. */
export function labelItems(request: CompletionRequest, place: MemberPlace): readonly CompletionItem[] {
  const { context } = request
  if (context.path.at(-1) !== 'selector' || isAboutClusters(request, context.path)) return []
  const entries = [...labelsOf(request)].filter(([key]) => !place.present.includes(key))
  return entries.flatMap(([key, values], at) =>
    [...(context.hasColon ? [['', 0] as const] : values)].map(([value, nodes]): CompletionItem => {
      const text = context.hasColon ? key : `${key}${context.quote}: ${writtenValue(value, '', false, false)}`
      return {
        label: context.hasColon ? key : `${key}: ${value === '' ? '""' : value}`,
        kind: 'value',
        ...(nodes > 0 && { detail: nodes === 1 ? '1 node' : `${nodes} nodes` }),
        sortText: `${at === 0 ? 0 : 1}${String(999_999 - nodes)}${key}`,
        filterText: key,
        ...insertion(request, place, [text]),
      }
    }),
  )
}

/** The values that nodes have for a label. */
export function labelValues(request: Request, path: Path): readonly KnownValue[] {
  if (isAboutClusters(request, path.slice(0, -1))) return []
  const values = labelsOf(request).get(String(path.at(-1))) ?? new Map<string, number>()
  return [...values].map(([text, nodes]) => ({
    text,
    ...(nodes > 0 && { detail: nodes === 1 ? '1 node' : `${nodes} nodes` }),
    sortText: String(999_999 - nodes),
  }))
}

function labelsOf({ cluster }: Request): NodeLabels {
  return cluster.labels.state === 'unknown' || cluster.labels.value.size === 0 ? usualLabels : cluster.labels.value
}

/** A hub's outer selector picks clusters. */
function isAboutClusters({ kind }: Request, selector: Path): boolean {
  return kind.kind === 'ManagedClusterModule' && selector.length === 2
}
