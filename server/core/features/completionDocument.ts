import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import { kmmKinds } from '../schema/moduleSchema.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { CompletionContext } from './completionContext.ts'
import { type CompletionItem, type Piece, renderPieces } from './completionItem.ts'
import type { KnownValue } from './completionText.ts'
import { apiVersionValues, kindValues } from './completionValues.ts'
import { isKmmGroup } from './documentKind.ts'

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
  return templates(namespace).map(({ label, detail, lines }, at) => ({
    label,
    kind: 'snippet',
    detail,
    documentation: `\`\`\`yaml\n${renderPieces(join(lines, '\n')).insertText}\`\`\``,
    range,
    ...renderPieces(join(lines, lineBreak)),
    filterText: `${label} kmm apiVersion kind`,
    sortText: String(at),
  }))
}

type Line = readonly Piece[]

interface Template {
  readonly label: string
  readonly detail: string
  readonly lines: readonly Line[]
}

function templates(namespace: string): readonly Template[] {
  const module = head('kmm.sigs.x-k8s.io/v1beta1', 'Module', namespace)
  const build: readonly Line[] = [
    ['build:'],
    ['  dockerfileConfigMap:'],
    ['    name: ', { stop: 'my-driver-dockerfile' }],
  ]
  const sign: readonly Line[] = [
    ['sign:'],
    ['  keySecret:'],
    ['    name: ', { stop: 'my-signing-key' }],
    ['  certSecret:'],
    ['    name: ', { stop: 'my-signing-cert' }],
    ['  filesToSign:'],
    ['    - /opt/lib/modules/${KERNEL_FULL_VERSION}/', { stop: 'my_driver.ko' }],
  ]
  const hub: readonly Line[] = [
    ['apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1'],
    ['kind: ManagedClusterModule'],
    ['metadata:'],
    ['  name: ', { stop: 'my-driver' }],
    ['spec:'],
    ['  spokeNamespace: ', { stop: 'default' }],
    ['  selector:'],
    ['    ', { stop: 'wants-my-driver' }, ': "', { stop: 'true' }, '"'],
    ['  moduleSpec:'],
    ...indented(4, loader([])),
  ]
  return [
    {
      label: 'Module',
      detail: 'Load a kernel module from a pre-built image',
      lines: [...module, ...indented(2, loader([]))],
    },
    {
      label: 'Module with build',
      detail: 'Build the image in the cluster',
      lines: [...module, ...indented(2, loader(build))],
    },
    {
      label: 'Module with build and sign',
      detail: 'Build in the cluster and sign for Secure Boot',
      lines: [...module, ...indented(2, loader([...build, ...sign]))],
    },
    { label: 'ManagedClusterModule', detail: 'Load a kernel module on many clusters from a hub', lines: hub },
  ]
}

function head(apiVersion: string, kind: string, namespace: string): readonly Line[] {
  return [
    [`apiVersion: ${apiVersion}`],
    [`kind: ${kind}`],
    ['metadata:'],
    ['  name: ', { stop: 'my-driver' }],
    ['  namespace: ', { stop: namespace }],
    ['spec:'],
  ]
}

function loader(inMapping: readonly Line[]): readonly Line[] {
  return [
    ['moduleLoader:'],
    ['  container:'],
    ['    modprobe:'],
    ['      moduleName: ', { stop: 'my_driver' }],
    ['      dirName: /opt'],
    ['    kernelMappings:'],
    ["      - regexp: '", { stop: '^.+$' }, "'"],
    ['        containerImage: ', { stop: 'quay.io/example/my-driver' }, ':${KERNEL_FULL_VERSION}'],
    ...indented(8, inMapping),
    ['selector:'],
    ['  node-role.kubernetes.io/worker: ""'],
  ]
}

function indented(columns: number, lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => [' '.repeat(columns), ...line])
}

function join(lines: readonly Line[], lineBreak: string): readonly Piece[] {
  return lines.flatMap((line) => [...line, lineBreak])
}
