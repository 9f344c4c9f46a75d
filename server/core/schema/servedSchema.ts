import type { FieldSchema, FieldType } from './fieldSchema.ts'
import { type KindFact, kmmKinds, schemaOf } from './moduleSchema.ts'
import { propertyOf } from './schemaAt.ts'
import type { SchemaRelease } from './schemaColumn.ts'

/** A kind as one cluster serves it. */
export interface ServedKind extends KindFact {
  readonly schema: FieldSchema
}

/**
 * The kinds of KMM's that an API server describes in OpenAPI v3 documents of its groups, with the fields that its own
 * CRDs declare. `installed` is the release that the cluster seems to run: it says since when fields exist. What is not
 * of the wanted form is left out, so that any document may be handed in.
 */
export function servedKinds(documents: readonly unknown[], installed: SchemaRelease): readonly ServedKind[] {
  return documents.flatMap((document) =>
    Object.values(recordOf(at(document, 'components', 'schemas'))).flatMap((schema) => kindsOf(schema, installed)),
  )
}

/** Lists, deletions and the like carry a group and a kind as well; only what has a `spec` is an object of KMM's. */
function kindsOf(schema: unknown, installed: SchemaRelease): readonly ServedKind[] {
  if (at(schema, 'properties', 'spec') === undefined) return []
  return listOf(at(schema, 'x-kubernetes-group-version-kind')).flatMap((entry) => {
    const [group, version, kind] = ['group', 'version', 'kind'].map((key) => textOf(at(entry, key)))
    if (!group?.endsWith('kmm.sigs.x-k8s.io') || version === undefined || kind === undefined) return []
    const apiVersion = `${group}/${version}`
    const known = schemaOf(kind, apiVersion, installed) ?? schemaOf(kind, apiVersion)
    const fact = kmmKinds.find((one) => one.kind === kind && one.apiVersion === apiVersion)
    const { edition, version: since } = installed
    return [{ ...(fact ?? { kind, apiVersion, edition, since }), schema: rootOf(schema, known) }]
  })
}

/** A CRD only says that metadata is an object, and its OpenAPI only refers to it: the fields are ours, and apply wants all three. */
function rootOf(schema: unknown, known: FieldSchema | undefined): FieldSchema {
  const { metadata } = (known ?? schemaOf('Module', 'kmm.sigs.x-k8s.io/v1beta1'))?.properties ?? {}
  const root = fieldSchema(schema, known)
  return {
    ...root,
    required: ['apiVersion', 'kind', 'metadata', ...(root.required ?? [])],
    properties: { ...root.properties, ...(metadata && { metadata }) },
  }
}

/**
 * One schema object of a CRD. `known` is what our table has at the same place: it tells since when properties exist and
 * which other releases have more. Where it is absent the cluster's own words are kept, since we have none.
 */
function fieldSchema(schema: unknown, known: FieldSchema | undefined): FieldSchema {
  const properties = Object.entries(recordOf(at(schema, 'properties')))
  const items = at(schema, 'items')
  const values = at(schema, 'additionalProperties')
  const description = known === undefined ? (textOf(at(schema, 'description')) ?? '') : undefined
  return {
    type: typeOf(schema),
    ...factsOf(schema),
    ...(description !== undefined && { description }),
    ...(properties.length > 0 && {
      properties: Object.fromEntries(
        properties.map(([name, child]) => [name, fieldSchema(child, known && propertyOf(known, name))]),
      ),
    }),
    ...otherReleases(new Set(properties.map(([name]) => name)), known),
    ...(isObject(items) && { items: fieldSchema(items, known?.items) }),
    ...(isObject(values) && { values: fieldSchema(values, known?.values) }),
  }
}

function otherReleases(served: ReadonlySet<string>, known: FieldSchema | undefined): Partial<FieldSchema> {
  const since = Object.entries(known?.since ?? {}).filter(([name]) => served.has(name))
  const elsewhere = Object.entries(known?.elsewhere ?? {}).filter(([name]) => !served.has(name))
  return {
    ...(since.length > 0 && { since: Object.fromEntries(since) }),
    ...(elsewhere.length > 0 && { elsewhere: Object.fromEntries(elsewhere) }),
  }
}

function typeOf(schema: unknown): FieldType {
  if (at(schema, 'x-kubernetes-int-or-string') === true) return 'intOrString'
  const type = at(schema, 'type')
  return fieldTypes.find((one) => one === type) ?? 'any'
}

const fieldTypes: readonly FieldType[] = ['object', 'array', 'string', 'integer', 'number', 'boolean']

function factsOf(schema: unknown): Partial<FieldSchema> {
  const limits = numericFacts.flatMap((key) => {
    const value = at(schema, key)
    return typeof value === 'number' ? [[key, value] as const] : []
  })
  const [required, values, listKeys] = ['required', 'enum', 'x-kubernetes-list-map-keys'].map((key) =>
    textsOf(at(schema, key)),
  )
  const pattern = textOf(at(schema, 'pattern'))
  const format = textOf(at(schema, 'format'))
  const byDefault = at(schema, 'default')
  const rules = listOf(at(schema, 'x-kubernetes-validations')).flatMap((one) => {
    const rule = textOf(at(one, 'rule'))
    return rule === undefined ? [] : [{ rule, message: textOf(at(one, 'message')) ?? rule }]
  })
  return {
    ...Object.fromEntries(limits),
    ...(required && { required }),
    ...(values && { enum: values }),
    ...(listKeys && { listKeys }),
    ...(pattern !== undefined && { pattern }),
    ...(format !== undefined && { format }),
    ...(byDefault !== undefined && { default: byDefault }),
    ...(at(schema, 'nullable') === true && { nullable: true }),
    ...(at(schema, 'x-kubernetes-preserve-unknown-fields') === true && { open: true }),
    ...(rules.length > 0 && { rules }),
  }
}

const numericFacts = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum'] as const

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (node, key) => (isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    value,
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsOf(value: unknown): readonly string[] | undefined {
  const texts = listOf(value).filter((one) => typeof one === 'string')
  return texts.length === 0 ? undefined : texts
}
