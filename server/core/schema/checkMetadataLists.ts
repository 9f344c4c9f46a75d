import type { Problem } from '../features/problem.ts'
import { shortText } from '../yaml/shortText.ts'
import type { Path, Range, YamlMap, YamlNode } from '../yaml/yamlNode.ts'
import { childOf, pairOf } from '../yaml/yamlPath.ts'
import { qualifiedNameFault } from './labelSyntax.ts'

/** Finalizers are qualified names, and two of Kubernetes' own exclude each other (ValidateFinalizers, apimachinery). */
export function checkFinalizers(metadata: YamlMap): readonly Problem[] {
  const list = childOf(metadata, 'finalizers')
  if (list?.type !== 'list') return []
  const path = ['metadata', 'finalizers']
  const names = new Set<string>()
  const found: Problem[] = []
  for (const item of list.items) {
    const name = textOf(item)
    if (name === undefined) continue
    names.add(name)
    const fault = qualifiedNameFault(name)
    if (fault === undefined) continue
    found.push(invalid('kmm/finalizer', `\`${shortText(name)}\` cannot be a finalizer: ${fault}`, rangeOf(item), path))
  }
  if (names.has('orphan') && names.has('foregroundDeletion')) {
    const message = 'The finalizers `orphan` and `foregroundDeletion` exclude each other: remove one'
    found.push(invalid('kmm/finalizer', message, rangeOf(list), path))
  }
  return found
}

const ownerKeys = ['apiVersion', 'kind', 'name', 'uid']

/** Owners need all four of their fields, may be no Event, and one at most is the controller (ValidateOwnerReferences). */
export function checkOwnerReferences(metadata: YamlMap): readonly Problem[] {
  const list = childOf(metadata, 'ownerReferences')
  if (list?.type !== 'list') return []
  const path = ['metadata', 'ownerReferences']
  const found: Problem[] = []
  let controllers = 0
  for (const [at, item] of list.items.entries()) {
    if (item.type !== 'map') continue
    found.push(...ownerProblems(item, [...path, at]))
    const controller = childOf(item, 'controller')
    if (controller?.type !== 'scalar' || controller.value !== true) continue
    controllers += 1
    if (controllers !== 2) continue
    const message = 'An owner above is the controller already, and an object has one at most: remove this `controller`'
    found.push(invalid('kmm/owner', message, rangeOf(controller), path))
  }
  return found
}

function ownerProblems(owner: YamlMap, path: Path): readonly Problem[] {
  const empty = ownerKeys.flatMap((key) => {
    const pair = pairOf(owner, key)
    if (pair === undefined || !isEmpty(pair.value)) return []
    const message = `\`${key}\` of an owner must not be empty`
    const problem = invalid('kmm/owner', message, pair.key.range, [...path, key])
    return [{ ...problem, refusal: { stage: 'schema', reason: 'FieldValueRequired' } } as const]
  })
  const node = childOf(owner, 'apiVersion')
  const apiVersion = textOf(node)
  if (node === undefined || apiVersion === undefined || apiVersion === '') return empty
  const parts = apiVersion.split('/')
  if (parts.length > 2 || parts.at(-1) === '') {
    const message = `\`${shortText(apiVersion)}\` is no apiVersion: write \`group/version\`, or \`v1\` for Kubernetes' core`
    return [...empty, invalid('kmm/owner', message, rangeOf(node), [...path, 'apiVersion'])]
  }
  if (apiVersion.replace(/^\//, '') !== 'v1' || textOf(childOf(owner, 'kind')) !== 'Event') return empty
  return [...empty, invalid('kmm/owner', 'An Event can own nothing', rangeOf(node), path)]
}

function isEmpty(node: YamlNode): boolean {
  return node.type === 'scalar' && (node.value === null || node.value === '')
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.templated !== true && typeof node.value === 'string' ? node.value : undefined
}

function rangeOf(node: YamlNode): Range {
  return node.alias ?? node.range
}

function invalid(id: Problem['id'], message: string, range: Range, path: Path): Problem {
  return { id, severity: 'error', message, range, path, refusal: { stage: 'schema', reason: 'FieldValueInvalid' } }
}
