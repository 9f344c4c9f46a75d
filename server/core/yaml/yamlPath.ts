import type { Path, Range, YamlDocument, YamlMap, YamlNode, YamlPair } from './yamlNode.ts'

/** The last pair with this key: go-yaml refuses duplicates, and a person means the one they typed last. */
export function pairOf(node: YamlNode | undefined, key: string): YamlPair | undefined {
  if (node?.type !== 'map') return undefined
  for (let at = node.pairs.length - 1; at >= 0; at -= 1) {
    const pair = node.pairs[at]
    if (pair?.key.text === key) return pair
  }
  return undefined
}

/** Value below a key, `undefined` when the node is no map or lacks it. */
export function childOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return pairOf(node, key)?.value
}

/** The node at a path, as far as it exists. */
export function nodeAt(root: YamlNode | undefined, path: Path): YamlNode | undefined {
  let node = root
  for (const step of path) {
    if (node === undefined) return undefined
    node = typeof step === 'number' ? (node.type === 'list' ? node.items[step] : undefined) : childOf(node, step)
  }
  return node
}

/** The node when it is a mapping that really holds keys to read, else `undefined`. */
export function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  return node?.type === 'map' ? node : undefined
}

/** Dotted path as the API server prints it: `spec.kernelMappings[0].literal`, map keys raw. */
export function fieldText(path: Path): string {
  return path.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('')
}

/**
 * Finds the node that a server's field path names, however the server writes it: a leading dot, indexes or none, map
 * keys with dots in them unquoted (the longest existing key wins). Where the path leads nowhere, the nearest existing
 * ancestor answers: its key's range, or the whole of a value. Offsets are relative to the document's text.
 */
export function rangeOfField(document: YamlDocument, field: string): { readonly range: Range; readonly path: Path } {
  let rest = field.replace(/^\./, '')
  let node = document.root
  let range: Range = firstLine(document.text)
  const path: (string | number)[] = []
  while (rest !== '' && node !== undefined) {
    const step = nextStep(node, rest)
    if (step === undefined) break
    path.push(step.step)
    range = step.range
    node = step.node
    rest = step.rest
  }
  return { range, path }
}

interface Step {
  readonly step: string | number
  readonly node: YamlNode
  readonly range: Range
  readonly rest: string
}

function nextStep(node: YamlNode, rest: string): Step | undefined {
  if (node.type === 'list') {
    const index = /^\[(\d+)\]\.?/.exec(rest)
    const at = index === null ? 0 : Number(index[1])
    const item = node.items[at]
    return item && { step: at, node: item, range: item.range, rest: rest.slice(index?.[0].length ?? 0) }
  }
  if (node.type !== 'map') return undefined
  const named = node.pairs.filter((pair) => startsWithKey(rest, pair.key.text))
  const pair = named.sort((a, b) => b.key.text.length - a.key.text.length)[0]
  if (pair === undefined) return undefined
  const after = rest.slice(pair.key.text.length).replace(/^\./, '')
  // The leaf's own text is what is wrong; on the way there only the key is of interest.
  const range =
    after === '' && pair.value.type === 'scalar' && pair.value.range.end > pair.value.range.start
      ? pair.value.range
      : pair.key.range
  return { step: pair.key.text, node: pair.value, range, rest: after }
}

function startsWithKey(rest: string, key: string): boolean {
  return (
    key !== '' &&
    rest.startsWith(key) &&
    (rest.length === key.length || rest[key.length] === '.' || rest[key.length] === '[')
  )
}

function firstLine(text: string): Range {
  const end = text.indexOf('\n')
  return { start: 0, end: end === -1 ? text.length : end }
}
