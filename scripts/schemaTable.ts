import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { objectMeta } from './objectMeta.ts'
import { type CrdSchema, isObject, nodeOf, type TableNode } from './tableNode.ts'

/**
 * Makes `server/core/schema/schemaTable.json`: the facts of KMM's CRDs (never their descriptions), identical subtrees
 * stored once, and per property the KMM release that brought it. Run: `node scripts/schemaTable.ts`.
 */

interface TableKind {
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  readonly edition: 'upstream' | 'openshift'
  readonly since: string
  /** index of the root in `nodes` */
  readonly root: number
}

interface Crd {
  readonly spec: {
    readonly group: string
    readonly scope: string
    readonly names: { readonly kind: string }
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: CrdSchema } }[]
  }
}

/** One published set of CRDs: schema by `kind/version`. */
interface ReleaseSet {
  readonly release: string
  readonly schemas: ReadonlyMap<string, CrdSchema>
}

/** KMM's main branch of 29 July 2026. */
const newestRelease = '2.7'
const tableFile = join(import.meta.dirname, '../server/core/schema/schemaTable.json')

/** `../shared/kmm/crds` beside the checkout, or below `KMM_SHARED`. */
export function crdsFolder(): string {
  return join(process.env.KMM_SHARED ?? join(import.meta.dirname, '../../shared'), 'kmm/crds')
}

/** The text of the table: one node a line, so that a change shows in a diff. */
export function schemaTable(folder: string): string {
  const upstream = releaseSets(folder, /^kubernetes-sigs-(?:v(\d+\.\d+)\.\d+|main)$/)
  const openshift = releaseSets(folder, /^rh-ecosystem-edge-(?:release-(\d+\.\d+)|main)$/)
  const nodes: string[] = []
  const ids = new Map<string, number>()
  const add = (node: TableNode): number => {
    const text = JSON.stringify(node)
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, nodes.length)
    return nodes.push(text) - 1
  }
  const metadata = nodeOf(objectMeta, [], add)
  const upstreamCrds = readCrds(join(folder, 'kubernetes-sigs-main'))
  const kindNames = upstreamCrds.map((crd) => crd.spec.names.kind)
  const openshiftCrds = readCrds(join(folder, 'rh-ecosystem-edge-main'))
  const openshiftOnly = openshiftCrds.filter((crd) => !kindNames.includes(crd.spec.names.kind))
  const kinds = [
    ...kindsOf(upstreamCrds, 'upstream', upstream, metadata, add),
    ...kindsOf(openshiftOnly, 'openshift', openshift, metadata, add),
  ]
  const releases = upstream.map((set) => set.release)
  const lines = (texts: readonly string[]) => `[\n${texts.join(',\n')}\n]`
  return `{\n"releases": ${JSON.stringify(releases)},\n"kinds": ${lines(kinds.map((kind) => JSON.stringify(kind)))},\n"nodes": ${lines(nodes)}\n}\n`
}

function releaseSets(folder: string, name: RegExp): readonly ReleaseSet[] {
  const sets = readdirSync(folder).flatMap((entry) => {
    const match = name.exec(entry)
    return match === null ? [] : [{ release: match[1] ?? newestRelease, folder: entry }]
  })
  // A release branch of the newest release says what main says; one of them is enough.
  const byRelease = new Map(sets.map((set) => [set.release, set]))
  return [...byRelease.values()]
    .sort((a, b) => Number(a.release) - Number(b.release))
    .map((set) => ({ release: set.release, schemas: readSchemas(join(folder, set.folder)) }))
}

function readSchemas(folder: string): ReadonlyMap<string, CrdSchema> {
  const schemas = new Map<string, CrdSchema>()
  for (const { spec } of readCrds(folder)) {
    for (const version of spec.versions)
      schemas.set(`${spec.names.kind}/${version.name}`, version.schema.openAPIV3Schema)
  }
  return schemas
}

function readCrds(folder: string): readonly Crd[] {
  return readdirSync(folder)
    .sort()
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')))
}

function kindsOf(
  crds: readonly Crd[],
  edition: TableKind['edition'],
  sets: readonly ReleaseSet[],
  metadata: number,
  add: (node: TableNode) => number,
): readonly TableKind[] {
  return crds.flatMap(({ spec }) =>
    spec.versions.map((version): TableKind => {
      const kind = spec.names.kind
      const history = sets.map((set) => ({ release: set.release, schema: set.schemas.get(`${kind}/${version.name}`) }))
      const since = history.findLast((entry, at) => entry.schema !== undefined && !history[at - 1]?.schema)?.release
      const root = nodeOf(version.schema.openAPIV3Schema, history, (node) =>
        add(isRoot(node) ? withMetadata(node, metadata) : node),
      )
      const namespaced = spec.scope === 'Namespaced'
      return {
        kind,
        group: spec.group,
        version: version.name,
        namespaced,
        edition,
        since: since ?? newestRelease,
        root,
      }
    }),
  )
}

function isRoot(node: TableNode): boolean {
  return node.properties !== undefined && 'apiVersion' in node.properties && 'metadata' in node.properties
}

/** A CRD only says that metadata is an object, and apply wants all three. */
function withMetadata(node: TableNode, metadata: number): TableNode {
  const { properties, ...rest } = node
  if (!isObject(properties)) return node
  return { ...rest, properties: { ...properties, metadata }, required: ['apiVersion', 'kind', 'metadata'] }
}

if (import.meta.main) writeFileSync(tableFile, schemaTable(crdsFolder()))
