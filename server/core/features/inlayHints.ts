import type { ClusterFacts, Fact, NodeFact } from '../kmm/clusterFacts.ts'
import { type KmmModule, stringFields } from '../kmm/kmmModule.ts'
import { mappingNodes, nodesByKernel, selectedNodes } from '../kmm/mappingNodes.ts'
import { modprobeLoad } from '../kmm/modprobe.ts'
import { pairOf } from '../yaml/yamlPath.ts'
import { imageHints } from './imageHints.ts'

/** Text shown behind a line; `offset` is the end of what it stands behind, relative to the document. */
export interface InlayHint {
  readonly offset: number
  readonly label: string
  readonly tooltip: string
}

/** The command line behind `moduleName`, what loads in which order behind `modulesLoadingOrder`, and, with a cluster, the nodes behind each mapping and the selector. */
export function inlayHints(module: KmmModule, cluster: ClusterFacts): readonly InlayHint[] {
  return [
    ...modprobeHint(module),
    ...loadingOrderHint(module),
    ...imageHints(module, cluster),
    ...liveHints(module, selectedNodes(module, cluster)),
  ].filter((hint) => hint.offset <= module.document.text.length)
}

function modprobeHint(module: KmmModule): readonly InlayHint[] {
  const { modprobe } = module
  if (modprobe?.moduleName === undefined) return []
  const argv = modprobeLoad({
    moduleName: modprobe.moduleName.value,
    dirName: modprobe.dirName?.value,
    parameters: modprobe.parameters.map((field) => field.value),
    argsLoad: modprobe.argsLoad.map((field) => field.value),
  })
  if (argv === undefined) return []
  const tooltip = [
    'What the worker pod runs on each node. The image is unpacked below `/tmp`.',
    `\`\`\`sh\n${argv.join(' ')}\n\`\`\``,
  ].join('\n\n')
  return [{ offset: modprobe.moduleName.range.end, label: shortCommand(argv), tooltip }]
}

/** The list names what is wanted first and what it needs behind it, so modprobe loads it from its end. */
function loadingOrderHint({ modprobe }: KmmModule): readonly InlayHint[] {
  const pair = modprobe && pairOf(modprobe.node, 'modulesLoadingOrder')
  if (modprobe === undefined || pair === undefined || pair.merged === true || pair.value.type !== 'list') return []
  const names = stringFields(modprobe.node, 'modulesLoadingOrder', modprobe.path).map(({ value }) => value)
  if (names.length < 2 || names.length !== pair.value.items.length) return []
  const loads = names.toReversed()
  const flow = pair.value.flow && pair.value.alias === undefined
  const tooltip = `What modprobe loads, first to last. KMM writes a soft dependency for each pair of neighbours:\n\n${names
    .slice(1)
    .map((name, at) => `- \`softdep ${names[at]} pre: ${name}\``)
    .join('\n')}`
  return [
    {
      offset: flow ? pair.value.range.end : (pair.value.alias?.end ?? pair.key.range.end + 1),
      label: shortOrder(loads),
      tooltip,
    },
  ]
}

/** As many names as a hint has room for, the last one always. */
function shortOrder(loads: readonly string[]): string {
  const whole = `loads ${loads.join(' → ')}`
  if (whole.length <= hintLength) return whole
  const room = hintLength - `loads … → ${loads.at(-1)}`.length
  const first = loads.slice(0, -1).findLastIndex((_, at) => `${loads.slice(0, at + 1).join(' → ')} → `.length <= room)
  return `loads ${loads
    .slice(0, first + 1)
    .concat('…', loads.at(-1) ?? '')
    .join(' → ')}`
}

/** VS Code's `editor.inlayHints.maximumLength`: of a longer hint it draws a part of the last word. */
const hintLength = 43

/** As many whole words of a command line as a hint can show, at least the first, with `…` for the rest. */
function shortCommand(argv: readonly string[]): string {
  const whole = argv.join(' ')
  if (whole.length <= hintLength) return whole
  const fits = argv.findLastIndex((_, index) => argv.slice(0, index + 1).join(' ').length + 2 <= hintLength)
  return `${argv.slice(0, Math.max(fits, 0) + 1).join(' ')} …`
}

function liveHints(module: KmmModule, fact: Fact<readonly NodeFact[]>): readonly InlayHint[] {
  if (fact.state === 'unknown') return []
  const aged = fact.state === 'stale' ? ' (stale)' : ''
  const { served, selected } = mappingNodes(module, fact.value)
  const hints: InlayHint[] = module.kernelMappings.flatMap((mapping, index) => {
    const field = mapping.regexp ?? mapping.literal
    if (field === undefined) return []
    const nodes = served[index] ?? []
    const all = nodes.length === selected.length
    const count = all ? `${nodes.length}` : `${nodes.length} of ${selected.length}`
    return [
      {
        offset: field.range.end,
        label: `→ ${nodes.length === 0 ? 'no node' : `${count} ${plural(selected.length, 'node')}`}${aged}`,
        tooltip: nodesTable(nodes),
      },
    ]
  })
  const pair = module.spec && pairOf(module.spec, 'selector')
  if (pair !== undefined && module.selector !== undefined) {
    const kernels = nodesByKernel(selected).length
    const found = `${selected.length} ${plural(selected.length, 'node')}, ${kernels} ${plural(kernels, 'kernel')}`
    const label = `${selected.length === 0 ? 'no node' : found}${aged}`
    hints.push({ offset: selectorHintOffset(module, pair.key.range.end), label, tooltip: nodesTable(selected) })
  }
  return hints
}

/** Behind the first entry of a block selector, behind the closing brace of a flow one. */
function selectorHintOffset(module: KmmModule, keyEnd: number): number {
  const node = module.spec && pairOf(module.spec, 'selector')?.value
  if (node?.type !== 'map') return keyEnd
  if (node.flow) return node.range.end
  const first = node.pairs[0]
  return first === undefined ? keyEnd : Math.max(first.value.range.end, first.key.range.end)
}

/** Kernels with the names of their nodes, as Markdown; long lists are cut with a count. */
export function nodesTable(nodes: readonly NodeFact[], shown = 12): string {
  if (nodes.length === 0) return 'No node'
  const rows = nodesByKernel(nodes).map(([kernel, names]) => {
    const more = names.length > shown ? ` and ${names.length - shown} more` : ''
    return `- \`${kernel}\`: ${names.slice(0, shown).join(', ')}${more}`
  })
  return rows.join('\n')
}

/** `1 node`, `2 nodes`: the noun as the number wants it. */
export function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`
}
