import { newestRelease, type TargetRelease } from '../kmm/release.ts'
import type { FieldSchema } from '../schema/fieldSchema.ts'
import { type KindFact, kmmKinds, schemaOf } from '../schema/moduleSchema.ts'
import type { ServedKind } from '../schema/servedSchema.ts'
import type { YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { TargetKmm } from './targetKmm.ts'

/** Which kind of KMM's a document is, and what it may hold. */
export interface DocumentKind extends KindFact {
  readonly schema: FieldSchema
  /** the release that the schema is of: the target, or the nearest to it that serves the kind at all */
  readonly release: TargetRelease
}

/**
 * The kind a person is writing: exact where kind and apiVersion name one, else what one of them says as long as the
 * other is absent or of a KMM group that does not fit (old files, unfinished ones). `undefined` for everybody else's
 * documents. The fields are those of the target, the newest KMM when nobody names one.
 */
export function documentKind(document: YamlDocument, target: TargetKmm = newestRelease): DocumentKind | undefined {
  const kind = textOf(childOf(document.root, 'kind'))
  const apiVersion = textOf(childOf(document.root, 'apiVersion')) ?? ''
  if (kind === undefined || (apiVersion !== '' && !isKmmGroup(apiVersion))) return undefined
  const named = kindsOf(target).filter((one) => one.kind === kind)
  const fact = named.find((one) => one.apiVersion === apiVersion) ?? named.at(-1)
  return fact && kindIn(fact, target)
}

/** Every kind of KMM's: those we know, then those that only the cluster does. */
export function kindsOf(target: TargetKmm | undefined): readonly KindFact[] {
  const isNew = (one: KindFact) => !kmmKinds.some((known) => isSameKind(known, one))
  return target?.served === undefined ? kmmKinds : [...kmmKinds, ...target.served.filter(isNew)]
}

/**
 * A kind with its fields as the cluster serves them, else in a release, or in the nearest one that has it: OpenShift's
 * own kinds are OpenShift's.
 */
export function kindIn(fact: KindFact, target: TargetKmm = newestRelease): DocumentKind | undefined {
  const served = servedAs(fact, target)
  if (served !== undefined) return { ...served, release: target }
  const nearest = [target, { ...target, edition: fact.edition }, { ...newestRelease, edition: fact.edition }]
  for (const release of nearest) {
    const schema = schemaOf(fact.kind, fact.apiVersion, release)
    if (schema !== undefined) return { ...fact, schema, release }
  }
  return undefined
}

/** Whether an apiVersion, perhaps unfinished, is of a group that KMM has or had before 1.0. */
export function isKmmGroup(apiVersion: string): boolean {
  return /^(hub\.)?kmm\.sigs\.(x-)?k8s\.io(\/|$)/.test(apiVersion)
}

/** Whether the cluster serves a kind, or else its release does. */
export function isServed(fact: KindFact, target: TargetKmm): boolean {
  return servedAs(fact, target) !== undefined || schemaOf(fact.kind, fact.apiVersion, target) !== undefined
}

function servedAs(fact: KindFact, { served }: TargetKmm): ServedKind | undefined {
  return served?.find((one) => isSameKind(one, fact))
}

function isSameKind(one: KindFact, other: KindFact): boolean {
  return one.kind === other.kind && one.apiVersion === other.apiVersion
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.text !== '' ? node.text : undefined
}
