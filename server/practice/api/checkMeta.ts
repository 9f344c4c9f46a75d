import type { KubeObject } from '../../cluster/cluster.ts'
import type { StatusCause } from '../../cluster/clusterError.ts'
import { isJsonObject, mapAt, valueAt } from '../json.ts'

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const labelName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/

/** What API machinery refuses in any object's metadata (`ValidateObjectMeta`): name, labels, annotation keys, finalizers. */
export function checkMeta(object: KubeObject): readonly StatusCause[] {
  return [
    ...checkName(object.metadata.name),
    ...Object.entries(mapAt(object, 'metadata', 'labels')).flatMap(([key, value]) => checkLabel(key, value)),
    ...Object.keys(mapAt(object, 'metadata', 'annotations')).flatMap((key) => checkKey(key, 'metadata.annotations')),
  ]
}

function checkName(name: string): readonly StatusCause[] {
  if (name.length <= 253 && subdomain.test(name)) return []
  const message = `Invalid value: ${JSON.stringify(name)}: a name consists of lower case letters, digits, '-' and '.', and starts and ends with a letter or digit`
  return [{ reason: 'FieldValueInvalid', message, field: 'metadata.name' }]
}

function checkLabel(key: string, value: unknown): readonly StatusCause[] {
  const bad = checkKey(key, 'metadata.labels')
  if (typeof value === 'string' && value.length <= 63 && labelValue.test(value)) return bad
  const message = `Invalid value: ${JSON.stringify(value)}: a label value has at most 63 letters, digits, '-', '_' and '.', and starts and ends with a letter or digit`
  return [...bad, { reason: 'FieldValueInvalid', message, field: 'metadata.labels' }]
}

function checkKey(key: string, field: string): readonly StatusCause[] {
  const parts = key.split('/')
  const [prefix, name] = parts.length === 1 ? [undefined, key] : parts
  const prefixFits = prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix))
  if (parts.length <= 2 && prefixFits && name !== undefined && name.length <= 63 && labelName.test(name)) return []
  const message = `Invalid value: ${JSON.stringify(key)}: a key is an optional DNS subdomain and '/', then a name of at most 63 letters, digits, '-', '_' and '.'`
  return [{ reason: 'FieldValueInvalid', message, field }]
}

/** Metadata values that are not of the type their field wants, and unknown keys; paths as a typed patch names them. */
export function checkMetaTypes(object: unknown): readonly string[] {
  const metadata = valueAt(object, 'metadata')
  if (metadata === undefined || metadata === null) return []
  if (!isJsonObject(metadata)) return ['.metadata: expected map']
  return Object.entries(metadata).flatMap(([key, value]) => {
    const kind = metaTypes[key]
    if (kind === undefined) return [`.metadata.${key}: field not declared in schema`]
    if (kind !== 'texts') return typeFits(value, kind) ? [] : [`.metadata.${key}: expected ${kind}`]
    if (value === null) return []
    if (!isJsonObject(value)) return [`.metadata.${key}: expected map`]
    return Object.entries(value)
      .filter(([, text]) => typeof text !== 'string')
      .map(([name]) => `.metadata.${key}.${name}: expected string`)
  })
}

type MetaType = 'string' | 'numeric' | 'list' | 'texts'

const metaTypes: Readonly<Record<string, MetaType>> = {
  name: 'string',
  generateName: 'string',
  namespace: 'string',
  selfLink: 'string',
  uid: 'string',
  resourceVersion: 'string',
  creationTimestamp: 'string',
  deletionTimestamp: 'string',
  generation: 'numeric',
  deletionGracePeriodSeconds: 'numeric',
  labels: 'texts',
  annotations: 'texts',
  finalizers: 'list',
  ownerReferences: 'list',
  managedFields: 'list',
}

function typeFits(value: unknown, kind: Exclude<MetaType, 'texts'>): boolean {
  if (value === null) return true
  if (kind === 'list') return Array.isArray(value)
  return typeof value === (kind === 'numeric' ? 'number' : 'string')
}
