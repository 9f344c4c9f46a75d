import { apiVersionOf, servedGroups, servedResources } from './apiResources.ts'
import { openapiDocument } from './openapi.ts'

/** The version that the practice API server says it has: that of the test bed whose answers it gives. */
const serverVersion = 'v1.37.2'

export type Discovered = { readonly json: object } | { readonly text: string }

/** Health, version and discovery documents by path; `undefined` when there is none. */
export function discoveryDocument(path: string): Discovered | undefined {
  switch (path) {
    case '/readyz':
    case '/livez':
    case '/healthz':
      return { text: 'ok' }
    case '/version':
      return { json: versionInfo() }
    case '/api':
      return { json: { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] } }
    case '/apis':
      return { json: { kind: 'APIGroupList', apiVersion: 'v1', groups: servedGroups().map(groupOf) } }
    default:
      return groupDocument(path)
  }
}

const openapiPath = '/openapi/v3/apis/'

/** Paths that anybody may read, with a token or without. */
export function isPublic(path: string): boolean {
  return path === '/version' || path === '/readyz' || path === '/livez' || path === '/healthz'
}

function groupDocument(path: string): Discovered | undefined {
  if (path.startsWith(openapiPath)) {
    const found = openapiDocument(path.slice(openapiPath.length))
    return found && { json: found }
  }
  const apiVersion = path.replace(/^\/apis?\//, '')
  if (path === '/api/v1') return { json: resourceList('v1') }
  const group = servedGroups().find((known) => path === `/apis/${known.group}`)
  if (group !== undefined) return { json: { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) } }
  const served = servedGroups().some((known) => path === `/apis/${known.group}/${known.version}`)
  return served ? { json: resourceList(apiVersion) } : undefined
}

function groupOf({ group, version }: { readonly group: string; readonly version: string }): object {
  const served = { groupVersion: `${group}/${version}`, version }
  return { name: group, versions: [served], preferredVersion: served }
}

function resourceList(apiVersion: string): object {
  const resources = servedResources
    .filter((resource) => apiVersionOf(resource) === apiVersion)
    .flatMap(({ plural, kind, namespaced, verbs, subresources }) => [
      { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs },
      ...subresources.map((name) => ({
        name: `${plural}/${name}`,
        singularName: '',
        namespaced,
        kind,
        verbs: name === 'log' ? ['get'] : ['get', 'patch'],
      })),
    ])
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources }
}

function versionInfo(): object {
  const [major, minor] = serverVersion.slice(1).split('.')
  return {
    major,
    minor,
    gitVersion: serverVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: 'practice',
  }
}
