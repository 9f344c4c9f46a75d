import type { ClusterError } from '../cluster/clusterError.ts'
import type { Problem } from '../core/features/problem.ts'
import type { Path, Range, YamlDocument, YamlNode } from '../core/yaml/yamlNode.ts'
import { nodeAt, pairOf, rangeOfField } from '../core/yaml/yamlPath.ts'

/**
 * Puts what a server said against a document onto the document's lines (`reference/cluster.md` §3.3). Offsets are
 * relative to the document's text. Empty when the answer is not about the document: no permission, no connection.
 */
export function refusalProblems(document: YamlDocument, error: ClusterError): readonly Problem[] {
  const places = placesOf(document, error)
  return places.map(({ field, range, message }) => {
    const found = range === undefined ? rangeOfField(document, field ?? 'metadata.name') : { range, path: [] as Path }
    return { id: 'kmm/refused', severity: 'error', message: `The server refused this: ${message}`, ...found }
  })
}

interface Place {
  readonly field?: string
  readonly range?: Range
  readonly message: string
}

function placesOf(document: YamlDocument, error: ClusterError): readonly Place[] {
  if (error.kind === 'conflict' || error.kind === 'invalid') {
    const causes = error.causes.filter((cause) => cause.field !== '<nil>' && cause.field !== '')
    if (causes.length > 0) return causes.map(({ field, message }) => ({ field, message }))
    return typedPatchPlaces(error.message) ?? linePlace(document, error.message) ?? [{ message: error.message }]
  }
  if (/^namespaces ".*" not found$/.test(error.message)) {
    return [{ field: 'metadata.namespace', message: `${error.message}. Create it first, or use another` }]
  }
  if (error.kind === 'denied') return [denialPlace(document, error.message)]
  return []
}

/** `failed to create typed patch object (…): .spec.foo: field not declared in schema`, one or a list of them. */
function typedPatchPlaces(message: string): readonly Place[] | undefined {
  const body = /failed to create typed patch object \([^)]*\): (?:errors:\n)?([\s\S]+)$/.exec(message)?.[1]
  if (body === undefined) return undefined
  const items = [...body.matchAll(/^\s*(\.[^\n]*?): (.+)$/gm)]
  return items.map(([, field = '', text = '']) => ({ field, message: readableType(text) }))
}

/** The server prints the offending value as a Go structure, which tells a person nothing. */
function readableType(text: string): string {
  return text.replace(
    /, got &value\.valueUnstructured\{Value:([\s\S]*)\}$/,
    (_, value: string) => `, not ${value.replace(/^(?:\[\]|map\[string\])interface ?\{\}/, '')}`,
  )
}

/** `yaml: line N`: lines count from 1 in the body that was sent, which is the document's text. */
function linePlace(document: YamlDocument, message: string): readonly Place[] | undefined {
  const line = /line (\d+)/.exec(message)?.[1]
  if (line === undefined) return undefined
  const lines = document.text.split('\n')
  const index = Math.min(Number(line), lines.length) - 1
  const start = lines.slice(0, index).reduce((offset, text) => offset + text.length + 1, 0)
  return [{ range: { start, end: start + (lines[index] ?? '').length }, message }]
}

const container = 'spec.moduleLoader.container'

/** Fixed places of the webhook's texts (internal/webhook/module.go, 1.1 to main), matched on what stays the same between releases. */
const denials: readonly (readonly [RegExp, (match: RegExpExecArray, document: YamlDocument) => string])[] = [
  [/(?:properties|set) at kernelMappings\[(\d+)\]/, ([, index]) => `${container}.kernelMappings[${index}]`],
  [/invalid regexp at index (\d+)/, ([, index]) => `${container}.kernelMappings[${index}].regexp`],
  [/missing (spec\.\S+containerImage)/, ([, field = '']) => field],
  [/kernelMappings\[(\d+)\]\.Sign/, ([, index]) => `${container}.kernelMappings[${index}].sign.filesToSign`],
  [/global Sign/, () => `${container}.sign.filesToSign`],
  [
    /tag or digest; got: (\S+)/,
    ([, image = ''], document) => fieldOfText(document.root, image) ?? `${container}.containerImage`,
  ],
  [/Toleration\[(\d+)\]/, ([, index]) => `spec.tolerations[${index}]`],
  [/(spec\.(?:dra|devicePlugin)\.volumes\[\d+\])/, ([, field = '']) => field],
  [/(spec\.dra(?:\.\w+(?:\[\d+\])?)*)/, ([, field = '']) => field],
  [/(?:InTreeModulesToRemove|InTreeModuleToRemove)/, (_, document) => inTreeField(document)],
  [/rawArgs/, () => `${container}.modprobe.rawArgs`],
  [/loading order/, () => `${container}.modprobe.modulesLoadingOrder`],
  [/combined length of \d+ characters/, () => 'metadata.name'],
  [/empty version/, () => `${container}.version`],
]

function denialPlace(document: YamlDocument, message: string): Place {
  const said = message.replace(/^admission webhook "[^"]*" denied the request: /, '')
  for (const [pattern, fieldOf] of denials) {
    const match = pattern.exec(said)
    if (match !== null) return { field: fieldOf(match, document), message: said }
  }
  return { field: 'metadata.name', message: said }
}

function inTreeField(document: YamlDocument): string {
  const node = nodeAt(document.root, ['spec', 'moduleLoader', 'container'])
  const key = ['inTreeModulesToRemove', 'inTreeModuleToRemove'].find((name) => pairOf(node, name) !== undefined)
  return key === undefined ? `${container}.kernelMappings` : `${container}.${key}`
}

/** Dotted path of the first scalar with this text, for denials that name a value and no place. */
function fieldOfText(node: YamlNode | undefined, text: string, field = ''): string | undefined {
  if (node?.type === 'scalar') return node.value === text ? field : undefined
  const children =
    node?.type === 'map'
      ? node.pairs.map((pair) => [field === '' ? pair.key.text : `${field}.${pair.key.text}`, pair.value] as const)
      : (node?.items ?? []).map((item, index) => [`${field}[${index}]`, item] as const)
  for (const [path, child] of children) {
    const found = fieldOfText(child, text, path)
    if (found !== undefined) return found
  }
  return undefined
}
