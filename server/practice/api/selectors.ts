import type { KubeObject } from '../../cluster/cluster.ts'
import { textAt } from '../json.ts'
import { ApiError, badRequest } from './apiError.ts'

export type ObjectFilter = (object: KubeObject) => boolean

const term = /^\s*(?:(!)\s*)?([^\s!=,()]+)\s*(?:(==|=|!=)\s*([^\s,()=]*)|\s(in|notin)\s*\(([^)]*)\))?\s*$/

/**
 * A filter from a `labelSelector` parameter: `k`, `!k`, `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`, all of
 * them joined by commas. Throws a 400 when it cannot be read.
 */
export function labelFilter(selector: string): ObjectFilter {
  const terms = selector === '' ? [] : selector.split(/,(?![^(]*\))/).map(parseTerm)
  return (object) => terms.every((matches) => matches(object.metadata.labels ?? {}))
}

function parseTerm(text: string): (labels: Readonly<Record<string, string>>) => boolean {
  const found = term.exec(text)
  const key = found?.[2]
  if (found === null || key === undefined) throw badRequest(`unable to parse requirement: ${text}`)
  const [, not, , operator, value = '', setOperator, set = ''] = found
  const values = set.split(',').map((item) => item.trim())
  if (operator === '=' || operator === '==') return (labels) => labels[key] === value
  if (operator === '!=') return (labels) => labels[key] !== value
  if (setOperator === 'in') return (labels) => key in labels && values.includes(labels[key] ?? '')
  if (setOperator === 'notin') return (labels) => !values.includes(labels[key] ?? '') || !(key in labels)
  return not === undefined ? (labels) => key in labels : (labels) => !(key in labels)
}

const fieldPaths: Readonly<Record<string, readonly string[]>> = {
  'metadata.name': ['metadata', 'name'],
  'metadata.namespace': ['metadata', 'namespace'],
  'spec.nodeName': ['spec', 'nodeName'],
  'status.phase': ['status', 'phase'],
  'involvedObject.kind': ['involvedObject', 'kind'],
  'involvedObject.name': ['involvedObject', 'name'],
  'involvedObject.namespace': ['involvedObject', 'namespace'],
  'involvedObject.uid': ['involvedObject', 'uid'],
  reason: ['reason'],
  type: ['type'],
}

/** A filter from a `fieldSelector` parameter: `field=value` and `field!=value`. Throws a 400 for another field. */
export function fieldFilter(selector: string): ObjectFilter {
  const terms = selector === '' ? [] : selector.split(',').map(parseFieldTerm)
  return (object) => terms.every((matches) => matches(object))
}

function parseFieldTerm(text: string): ObjectFilter {
  const found = /^([^!=]+)(==|=|!=)(.*)$/.exec(text)
  if (found === null) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`)
  const [, field = '', operator, value] = found
  const path = fieldPaths[field]
  if (path === undefined) throw new ApiError(400, 'BadRequest', `field label not supported: ${field}`)
  const equals: ObjectFilter = (object) => (textAt(object, ...path) ?? '') === value
  return operator === '!=' ? (object) => !equals(object) : equals
}
