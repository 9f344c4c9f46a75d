import { type KindFact, kmmKinds } from '../schema/moduleSchema.ts'
import { nearestKey } from '../schema/nearestKey.ts'
import { fillPairEdit, insertPairEdit } from '../yaml/yamlEdit.ts'
import type { YamlDocument, YamlMap, YamlPair } from '../yaml/yamlNode.ts'
import { mapOf, pairOf } from '../yaml/yamlPath.ts'
import { isKmmGroup, isServed, kindsOf } from './documentKind.ts'
import type { Fix, Problem } from './problem.ts'
import type { TargetKmm } from './targetKmm.ts'

/**
 * Checks kind and apiVersion of a document that is KMM's by one of them: the API server looks for nothing else before
 * it knows both (400 `invalid object type`, 404 where nothing of that name is served).
 */
export function checkKind(document: YamlDocument, target?: TargetKmm): readonly Problem[] {
  const root = mapOf(document.root)
  if (root === undefined || document.templated) return []
  const kind = textOf(pairOf(root, 'kind'))
  const apiVersion = textOf(pairOf(root, 'apiVersion'))
  if (kind === undefined || apiVersion === undefined) return []
  const kinds = kindsOf(target)
  const fact = kinds.find((one) => one.kind === kind && one.apiVersion === apiVersion)
  if (fact !== undefined) return [...checkServed(document, root, fact, target), ...checkOwner(root, fact)]
  const ours = isKmmGroup(apiVersion)
  if (!ours && !(apiVersion === '' && isDistinct(root, kind))) return []
  const named = kinds.findLast((one) => one.kind === kind)
  if (named !== undefined) return [versionProblem(document, root, apiVersion, kind, named.apiVersion)]
  return [kindProblem(document, root, kind, apiVersion)]
}

/** A kind or version that the named KMM does not have: the API server answers 404. */
function checkServed(
  document: YamlDocument,
  root: YamlMap,
  fact: KindFact,
  target: TargetKmm | undefined,
): readonly Problem[] {
  if (target === undefined || isServed(fact, target)) return []
  const older = kmmKinds.find((one) => one.kind === fact.kind && isServed(one, target))
  const release = target.edition === 'openshift' ? `OpenShift's KMM ${target.version}` : `KMM ${target.version}`
  const what = older === undefined ? `\`${fact.kind}\`` : `\`${fact.apiVersion}\` of \`${fact.kind}\``
  const where =
    fact.edition === 'openshift' && target.edition !== 'openshift'
      ? "only OpenShift's KMM has it"
      : `it exists since KMM ${fact.since}`
  const message = `${release} serves no ${what}: ${where}`
  const key = older === undefined ? 'kind' : 'apiVersion'
  const found = problem('kmm/kind-not-served', message, document, root, pairOf(root, key), key, older?.apiVersion ?? '')
  const { fixes: _, ...bare } = found
  return [older === undefined ? bare : found]
}

/** What KMM writes is not for people to apply; looking at it does no harm. */
function checkOwner(root: YamlMap, { kind }: KindFact): readonly Problem[] {
  const pair = pairOf(root, 'kind')
  if (pair === undefined || !operatorKinds.has(kind)) return []
  const message = `KMM's operator writes every \`${kind}\` from the Modules and overwrites what others change in it`
  return [{ id: 'kmm/operator-owned', severity: 'information', message, range: pair.value.range, path: ['kind'] }]
}

/** Kinds that KMM's operator makes from Modules. */
export const operatorKinds: ReadonlySet<string> = new Set([
  'ModuleBuildSignConfig',
  'ModuleImagesConfig',
  'NodeModulesConfig',
])

const oldGroup = /^(hub\.)?kmm\.sigs\.k8s\.io\b/

/** `Module` alone is the name of many things; what stands below, or nothing but what every object has, tells KMM's. */
function isDistinct(root: YamlMap, kind: string): boolean {
  if (kind !== 'Module') return kmmKinds.some((one) => one.kind === kind)
  if (root.pairs.every(({ key }) => objectKeys.has(key.text))) return true
  const spec = mapOf(pairOf(root, 'spec')?.value)
  return ['moduleLoader', 'selector', 'devicePlugin', 'dra'].some((key) => pairOf(spec, key) !== undefined)
}

const objectKeys = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status'])

function versionProblem(document: YamlDocument, root: YamlMap, found: string, kind: string, right: string): Problem {
  const pair = pairOf(root, 'apiVersion')
  const message =
    found === ''
      ? `The document needs \`apiVersion: ${right}\` for the API server to know what it is`
      : oldGroup.test(found)
        ? `Before KMM 1.0 the group was \`${found.split('/')[0]}\`, which no cluster serves any more: \`${kind}\` is \`${right}\` today`
        : `The API server serves \`${kind}\` as \`${right}\`, not \`${found}\``
  return problem('kmm/api-version', message, document, root, pair, 'apiVersion', right)
}

function kindProblem(document: YamlDocument, root: YamlMap, kind: string, apiVersion: string): Problem {
  const served = kmmKinds.filter((one) => one.apiVersion === apiVersion).map((one) => one.kind)
  if (kind === 'DriverContainer') return oldKindProblem(document, root)
  const near = nearestKey(kind, served) ?? 'Module'
  const message =
    kind === ''
      ? 'The document needs a `kind`, such as `Module`, for the API server to know what it is'
      : `\`${apiVersion}\` has no kind \`${kind}\`: did you mean \`${near}\`?`
  return problem('kmm/kind', message, document, root, pairOf(root, 'kind'), 'kind', near)
}

/** Before KMM 1.0 there was a kind with what Module does today. */
function oldKindProblem(document: YamlDocument, root: YamlMap): Problem {
  const message = 'KMM had a kind `DriverContainer` before 1.0; what it did a `Module` does today'
  const found = problem('kmm/kind', message, document, root, pairOf(root, 'kind'), 'kind', 'Module')
  const right = kmmKinds.findLast((one) => one.kind === 'Module')?.apiVersion
  const version = pairOf(root, 'apiVersion')
  if (right === undefined || version === undefined || version.value.alias !== undefined) return found
  const edit = { range: version.value.range, newText: right }
  return { ...found, fixes: found.fixes?.map((fix) => ({ ...fix, edits: [edit, ...fix.edits] })) ?? [] }
}

function problem(
  id: Problem['id'],
  message: string,
  document: YamlDocument,
  root: YamlMap,
  pair: YamlPair | undefined,
  key: string,
  value: string,
): Problem {
  const range =
    pair === undefined
      ? headOf(root)
      : pair.value.range.end > pair.value.range.start
        ? pair.value.range
        : pair.key.range
  return {
    id,
    severity: 'error',
    message,
    range,
    path: [key],
    refusal: { stage: 'text', reason: 'BadRequest' },
    fixes: fixesOf(document, root, pair, key, value),
  }
}

function fixesOf(
  document: YamlDocument,
  root: YamlMap,
  pair: YamlPair | undefined,
  key: string,
  value: string,
): readonly Fix[] {
  if (pair?.value.alias !== undefined) return []
  const title = `Use ${key}: ${value}`
  if (pair !== undefined) {
    const empty = pair.value.range.end === pair.value.range.start
    const edit = empty ? fillPairEdit(document, pair, value) : { range: pair.value.range, newText: value }
    return edit === undefined ? [] : [{ title, edits: [edit], preferred: true }]
  }
  const edit = insertPairEdit(document, root, key, value)
  return edit === undefined ? [] : [{ title: `Add ${key}: ${value}`, edits: [edit], preferred: true }]
}

function headOf(root: YamlMap): Problem['range'] {
  return root.pairs[0]?.key.range ?? root.range
}

/** The text of a key, empty when it is absent or has no value; `undefined` when it holds something else. */
function textOf(pair: YamlPair | undefined): string | undefined {
  if (pair === undefined) return ''
  const { value } = pair
  if (value.type !== 'scalar' || value.templated === true) return undefined
  if (value.value === null) return ''
  return typeof value.value === 'string' ? value.value : undefined
}
