import type { FieldSchema } from '../../core/schema/fieldSchema.ts'
import { kmmKinds, schemaOf } from '../../core/schema/moduleSchema.ts'
import { apiVersionOf, servedResources } from './apiResources.ts'

/**
 * The OpenAPI v3 document of a group and version, with the schemas of KMM's kinds as an API server publishes those of
 * CRDs: metadata is a reference. `undefined` when no kind of KMM's is served there.
 */
export function openapiDocument(groupVersion: string): object | undefined {
  const served = servedResources.map((resource) => ({ kind: resource.kind, apiVersion: apiVersionOf(resource) }))
  const kinds = kmmKinds.filter(({ kind, apiVersion }) =>
    served.some((one) => one.kind === kind && one.apiVersion === apiVersion && apiVersion === groupVersion),
  )
  if (kinds.length === 0) return undefined
  const [group = '', version = ''] = groupVersion.split('/')
  const schemas = kinds.map(({ kind, apiVersion }) => {
    const name = `${group.split('.').toReversed().join('.')}.${version}.${kind}`
    return [name, rootOf(schemaOf(kind, apiVersion), { group, version, kind })] as const
  })
  return {
    openapi: '3.0.0',
    info: { title: 'Practice cluster', version: 'unversioned' },
    paths: {},
    components: { schemas: Object.fromEntries(schemas) },
  }
}

function rootOf(schema: FieldSchema | undefined, names: object): object {
  const { properties, required, ...facts } = schema ?? { type: 'object' }
  const { metadata: _, ...own } = properties ?? {}
  const rest = required?.filter((key) => key !== 'apiVersion' && key !== 'kind' && key !== 'metadata') ?? []
  return {
    ...published({ ...facts, properties: own, ...(rest.length > 0 && { required: rest }) }),
    'x-kubernetes-group-version-kind': [names],
  }
}

/** A field as a CRD's schema declares it. */
function published(schema: FieldSchema): object {
  const { type, properties, values, items, open, listKeys, rules, since: _, elsewhere: __, ...facts } = schema
  const entries = Object.entries(properties ?? {}).map(([key, child]) => [key, published(child)] as const)
  return {
    ...facts,
    ...(type === 'intOrString' ? { 'x-kubernetes-int-or-string': true } : type !== 'any' && { type }),
    ...(entries.length > 0 && { properties: Object.fromEntries(entries) }),
    ...(values && { additionalProperties: published(values) }),
    ...(items && { items: published(items) }),
    ...(open && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(listKeys && { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': listKeys }),
    ...(rules && { 'x-kubernetes-validations': rules }),
  }
}
