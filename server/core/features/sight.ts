import type { Range, YamlDocument, YamlFile, YamlNode } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { InSight, Sight } from './rules/rule.ts'
import type { NeighbourFile } from './surroundings.ts'

/**
 * The ConfigMaps, Secrets and Namespaces that stand beside a document: in its own file, then in the neighbours.
 * `namespace` is where objects go that name none. What is the same object twice is the first of them.
 */
export function sightOf(
  document: YamlDocument,
  { uri, file }: NeighbourFile,
  neighbours: readonly NeighbourFile[],
  namespace: string,
): Sight {
  return {
    find(kind, where, name) {
      const key = keyOf(kind, where, name)
      const own = indexOfFile(file, namespace).get(key)
      if (own !== undefined) return { document: own, shift: own.start - document.start }
      return indexOfNeighbours(neighbours, namespace)
        .get(key)
        ?.find((one) => one.uri !== uri)
    },
  }
}

/** A range in an object in sight, for related information and edits of the document that is judged. */
export function placeInSight({ uri, shift }: InSight, { start, end }: Range): { range: Range; uri?: string } {
  return { range: { start: start + shift, end: end + shift }, ...(uri === undefined ? {} : { uri }) }
}

/** A question that was asked of a sight, and the answer. */
export interface Seen {
  readonly asked: Parameters<Sight['find']>
  readonly found: InSight | undefined
}

/** A sight that keeps what it is asked. */
export function rememberingSight(sight: Sight): { readonly sight: Sight; readonly seen: readonly Seen[] } {
  const seen: Seen[] = []
  const known = new Map<string, Seen>()
  const find: Sight['find'] = (...asked) => {
    const key = keyOf(...asked)
    const before = known.get(key)
    if (before !== undefined) return before.found
    const answer = { asked, found: sight.find(...asked) }
    known.set(key, answer)
    seen.push(answer)
    return answer.found
  }
  return { sight: { find }, seen }
}

/** Whether all questions are still answered with the same texts at the same places. */
export function isAsSeen(sight: Sight, seen: readonly Seen[]): boolean {
  return seen.every(({ asked, found }) => {
    const now = sight.find(...asked)
    // A document that only moved shares its problems with what it was.
    return now?.document.problems === found?.document.problems && now?.shift === found?.shift && now?.uri === found?.uri
  })
}

type NeighbourIndex = ReadonlyMap<string, readonly InSight[]>
type FileIndex = ReadonlyMap<string, YamlDocument>
const files = new WeakMap<YamlFile, { readonly namespace: string; readonly index: FileIndex }>()
const sets = new WeakMap<readonly NeighbourFile[], { readonly namespace: string; readonly index: NeighbourIndex }>()

function indexOfFile(file: YamlFile, namespace: string): FileIndex {
  const known = files.get(file)
  if (known?.namespace === namespace) return known.index
  const index = new Map<string, YamlDocument>()
  for (const document of file.documents) {
    const key = objectKey(document, namespace)
    if (key !== undefined && !index.has(key)) index.set(key, document)
  }
  files.set(file, { namespace, index })
  return index
}

function indexOfNeighbours(neighbours: readonly NeighbourFile[], namespace: string): NeighbourIndex {
  const known = sets.get(neighbours)
  if (known?.namespace === namespace) return known.index
  const index = new Map<string, InSight[]>()
  for (const { uri, file } of neighbours) {
    for (const [key, document] of indexOfFile(file, namespace)) {
      const objects = index.get(key) ?? []
      objects.push({ uri, document, shift: document.start })
      index.set(key, objects)
    }
  }
  sets.set(neighbours, { namespace, index })
  return index
}

/** Only objects that rules ask for; templates may turn out as anything. */
function objectKey(document: YamlDocument, namespace: string): string | undefined {
  const kind = textOf(childOf(document.root, 'kind'))
  if (kind !== 'ConfigMap' && kind !== 'Secret' && kind !== 'Namespace') return undefined
  if (document.templated || textOf(childOf(document.root, 'apiVersion')) !== 'v1') return undefined
  const metadata = childOf(document.root, 'metadata')
  const name = textOf(childOf(metadata, 'name'))
  const own = textOf(childOf(metadata, 'namespace')) || namespace
  return name === undefined || name === '' ? undefined : keyOf(kind, own, name)
}

function keyOf(kind: string, namespace: string, name: string): string {
  return kind === 'Namespace' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}
