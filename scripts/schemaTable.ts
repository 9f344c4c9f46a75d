import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { objectMeta } from './objectMeta.ts'
import { columns, releases, spanText } from './spanText.ts'
import { type CrdSchema, nodeOf, type TableNode } from './tableNode.ts'

/**
 * Makes `server/core/schema/schemaTable.json`: the facts of KMM's CRDs of every release and both editions (never their
 * descriptions), each with the releases it holds in; identical subtrees are stored once. Run: `node scripts/schemaTable.ts`.
 */

interface TableKind {
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  /** what kubectl takes for it besides the kind itself */
  readonly plural: string
  readonly shortNames?: readonly string[]
  /** releases that serve it; absent for all of both editions */
  readonly in?: string
  /** index of the root in `nodes` */
  readonly root: number
}

/** A CRD as KMM publishes it. */
export interface Crd {
  readonly spec: {
    readonly group: string
    readonly scope: string
    readonly names: { readonly kind: string; readonly plural: string; readonly shortNames?: readonly string[] }
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: CrdSchema } }[]
  }
}

/** One published set of CRDs, with the edition and release line that its folder's name tells. */
export interface CrdSet {
  readonly folder: string
  readonly edition: 'upstream' | 'openshift'
  readonly release: string
}

const tableFile = join(import.meta.dirname, '../server/core/schema/schemaTable.json')

/** `../shared/kmm/crds` beside the checkout, or below `KMM_SHARED`. */
export function crdsFolder(): string {
  return join(process.env.KMM_SHARED ?? join(import.meta.dirname, '../../shared'), 'kmm/crds')
}

/** The sets below a folder, oldest release first. OpenShift has two of 2.7, its branch and its main. */
export function crdSets(folder: string): readonly CrdSet[] {
  return readdirSync(folder)
    .flatMap((name): readonly CrdSet[] => {
      const match = /^(kubernetes-sigs|rh-ecosystem-edge)-(?:v|release-)?(main|\d+\.\d+)/.exec(name)
      if (match === null) return []
      const release = match[2] === 'main' || match[2] === undefined ? releases.at(-1) : match[2]
      return [
        {
          folder: join(folder, name),
          edition: match[1] === 'kubernetes-sigs' ? 'upstream' : 'openshift',
          release: release ?? '',
        },
      ]
    })
    .sort((a, b) => Number(a.release) - Number(b.release))
}

/** The CRDs of a set's folder. */
export function readCrds(folder: string): readonly Crd[] {
  return readdirSync(folder)
    .sort()
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')))
}

/** The text of the table: one node a line, so that a change shows in a diff. */
export function schemaTable(folder: string): string {
  const sets = crdSets(folder).map((set) => ({ ...set, crds: readCrds(set.folder) }))
  const crdsOf = columns.map(
    ({ edition, release }) => sets.findLast((set) => set.edition === edition && set.release === release)?.crds ?? [],
  )
  const nodes: string[] = []
  const ids = new Map<string, number>()
  const add = (node: TableNode): number => {
    const text = JSON.stringify(node)
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, nodes.length)
    return nodes.push(text) - 1
  }
  const kinds = newestCrds(crdsOf).flatMap((crd) => kindsOf(crd, crdsOf, add))
  const lines = (texts: readonly string[]) => `[\n${texts.join(',\n')}\n]`
  return `{\n"releases": ${JSON.stringify(releases)},\n"kinds": ${lines(kinds.map((kind) => JSON.stringify(kind)))},\n"nodes": ${lines(nodes)}\n}\n`
}

/** Every kind once, as its newest release has it; upstream's first, what only OpenShift has behind them. */
function newestCrds(crdsOf: readonly (readonly Crd[])[]): readonly Crd[] {
  const byKind = new Map<string, Crd>()
  const half = crdsOf.slice(0, releases.length).toReversed()
  for (const crds of [...half, ...crdsOf.slice(releases.length).toReversed()]) {
    for (const crd of crds) if (!byKind.has(crd.spec.names.kind)) byKind.set(crd.spec.names.kind, crd)
  }
  return [...byKind.values()]
}

function kindsOf(
  { spec }: Crd,
  crdsOf: readonly (readonly Crd[])[],
  add: (node: TableNode) => number,
): readonly TableKind[] {
  return spec.versions.map(({ name }): TableKind => {
    const { kind, plural, shortNames = [] } = spec.names
    const roots = crdsOf.map((crds) => {
      const crd = crds.find((one) => one.spec.names.kind === kind)
      const schema = crd?.spec.versions.find((version) => version.name === name)?.schema.openAPIV3Schema
      return schema && withMetadata(schema)
    })
    const span = spanText(
      roots.map(() => true),
      roots.map((root) => root !== undefined),
    )
    return {
      kind,
      group: spec.group,
      version: name,
      namespaced: spec.scope === 'Namespaced',
      plural,
      ...(shortNames.length > 0 && { shortNames }),
      ...(span !== undefined && { in: span }),
      root: nodeOf(roots, add),
    }
  })
}

/** A CRD only says that metadata is an object, and apply wants all three. */
export function withMetadata(schema: CrdSchema): CrdSchema {
  const required = ['apiVersion', 'kind', 'metadata', ...(schema.required ?? [])]
  return { ...schema, properties: { ...schema.properties, metadata: objectMeta }, required }
}

if (import.meta.main) writeFileSync(tableFile, schemaTable(crdsFolder()))
