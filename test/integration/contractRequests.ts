import type { ApiRequest } from '../support/askApi.ts'
import { moduleText } from '../support/moduleText.ts'

/** One request that both API servers get, in this order. */
export interface ContractRequest extends ApiRequest {
  readonly name: string
  /** `admin` when it is not said */
  readonly as?: 'admin' | 'viewer' | 'anonymous' | 'stranger'
}

const modules = '/apis/kmm.sigs.x-k8s.io/v1beta1/namespaces/default/modules'
const idle = 'kmm.example/nowhere'

/** The recipe's Module under another name, for nodes that do not exist, so that nothing comes of it. */
function idleModule(name: string, change: (text: string) => string = (text) => text): string {
  return change(
    moduleText((text) =>
      text.replace('name: pt-char-dev', `name: ${name}`).replace('node-role.kubernetes.io/worker', idle),
    ),
  )
}

function apply(name: string, text: string, query = ''): Omit<ContractRequest, 'name'> {
  const manager = query.includes('fieldManager') ? '' : 'fieldManager=first&'
  return {
    method: 'PATCH',
    path: `${modules}/${name}?${manager}fieldValidation=Strict${query}`,
    body: text,
    contentType: 'application/apply-patch+yaml',
  }
}

function versioned(version: string): (text: string) => string {
  return (text) => text.replace('      modprobe:', `      version: ${version}\n      modprobe:`)
}

const withVersion = { moduleLoader: { container: { version: '1.0' } } }

function merge(path: string, patch: object): Omit<ContractRequest, 'name'> {
  return { method: 'PATCH', path, body: patch, contentType: 'application/merge-patch+json' }
}

const spec = {
  selector: { [idle]: '' },
  moduleLoader: {
    container: {
      modprobe: { moduleName: 'm' },
      kernelMappings: [{ regexp: '^.+$', containerImage: 'quay.io/example/m:1' }],
    },
  },
}
const object = (name: string, more: object = {}) => ({
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  metadata: { name },
  spec: { ...spec, ...more },
})
const review = (attributes: object) => ({
  method: 'POST',
  path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  body: {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributes },
  },
})
const mine = (text: string) => text.replace('[max_dev=5, default_msg=ptemplate]', '[max_dev=7]')
const withSecret = (text: string) => text.replace('  selector:', '  imageRepoSecret: {name: pull}\n  selector:')

export const contractRequests: readonly ContractRequest[] = [
  // who may ask
  { name: 'nobody may read nodes without a token', path: '/api/v1/nodes', as: 'anonymous' },
  { name: 'an unknown token', path: '/api/v1/nodes', as: 'stranger' },
  { name: 'a viewer may not list nodes', path: '/api/v1/nodes', as: 'viewer' },
  { name: 'a viewer may not get a node', path: '/api/v1/nodes/node-a', as: 'viewer' },
  { name: 'a viewer may list Modules', path: modules, as: 'viewer' },
  {
    name: 'a viewer may not list configs of nodes',
    path: '/apis/kmm.sigs.x-k8s.io/v1beta1/nodemodulesconfigs',
    as: 'viewer',
  },
  { name: 'a viewer may not apply', ...apply('denied', idleModule('denied'), '&dryRun=All'), as: 'viewer' },
  { name: 'a viewer may not delete', method: 'DELETE', path: `${modules}/denied`, as: 'viewer' },
  { name: 'may a viewer list nodes', ...review({ verb: 'list', resource: 'nodes' }), as: 'viewer' },
  {
    name: 'may a viewer read logs',
    ...review({ verb: 'get', resource: 'pods', subresource: 'log', namespace: 'default' }),
    as: 'viewer',
  },
  { name: 'may an admin patch Modules', ...review({ verb: 'patch', group: 'kmm.sigs.x-k8s.io', resource: 'modules' }) },
  { name: 'may nobody ask what he may do', ...review({ verb: 'list', resource: 'nodes' }), as: 'anonymous' },

  // what is served
  { name: 'readiness', path: '/readyz' },
  { name: 'version without a token', path: '/version', as: 'anonymous' },
  { name: "discovery of KMM's group", path: '/apis/kmm.sigs.x-k8s.io/v1beta1' },
  { name: 'discovery of a group that is not there', path: '/apis/kmm.sigs.k8s.io/v1beta1' },
  { name: 'a resource of a group that is not there', path: '/apis/kmm.sigs.k8s.io/v1beta1/modules' },
  { name: 'a resource that is not there', path: '/api/v1/frobs' },
  { name: 'an object that is not there', path: `${modules}/absent` },

  // documents
  { name: 'dry run of a new Module', ...apply('one', idleModule('one'), '&dryRun=All') },
  { name: 'a dry run stores nothing', path: `${modules}/one` },
  { name: 'apply a new Module', ...apply('one', idleModule('one')) },
  { name: 'apply it again', ...apply('one', idleModule('one')) },
  { name: 'apply a change', ...apply('one', idleModule('one', mine)) },
  { name: 'what is stored then', path: `${modules}/one` },
  { name: 'apply without a field manager', ...apply('one', idleModule('one'), '&fieldManager=') },
  {
    name: 'apply to a namespace that is not there',
    ...apply('one', idleModule('one')),
    path: `${modules.replace('default', 'absent')}/one?fieldManager=first`,
  },
  { name: 'another name than the path', ...apply('two', idleModule('one')) },
  {
    name: 'another namespace than the path',
    ...apply(
      'two',
      idleModule('two', (text) => text.replace('  name: two', '  name: two\n  namespace: other')),
    ),
  },
  {
    name: 'an old resourceVersion',
    ...apply(
      'one',
      idleModule('one', (text) => text.replace('  name: one', '  name: one\n  resourceVersion: "1"')),
    ),
  },
  { name: 'a patch in an unknown form', ...apply('one', '{}'), contentType: 'application/x-unknown' },
  {
    name: 'a version cannot come by an update',
    ...apply('one', idleModule('one', versioned('"1.0"'))),
  },
  { name: 'a version cannot come by a merge patch', ...merge(`${modules}/one`, { spec: withVersion }) },
  { name: 'a Module with a version', ...apply('versioned', idleModule('versioned', versioned('"1.0"'))) },
  { name: 'a version can change', ...apply('versioned', idleModule('versioned', versioned('"2.0"'))) },
  { name: 'a version cannot go by an update', ...apply('versioned', idleModule('versioned')) },

  // owners
  {
    name: 'a second manager takes nothing without force',
    ...apply('one', idleModule('one', withSecret), '&fieldManager=second'),
  },
  {
    name: 'a second manager forces',
    ...apply('one', idleModule('one', withSecret), '&fieldManager=second&force=true'),
  },
  { name: 'the first manager meets its match', ...apply('one', idleModule('one', mine)) },
  { name: 'the first manager lets go', ...apply('one', idleModule('one')) },
  { name: 'a field that its only manager drops goes', ...apply('one', idleModule('one'), '&fieldManager=second') },
  {
    name: 'somebody edits',
    ...merge(`${modules}/one?fieldManager=editor`, { spec: { imageRepoSecret: { name: 'other' } } }),
  },
  { name: 'an applier meets an editor', ...apply('one', idleModule('one', withSecret)) },

  // merge patches
  { name: 'patch what is not there', ...merge(`${modules}/absent`, { spec: {} }) },
  {
    name: 'patch into what the schema refuses',
    ...merge(`${modules}/one`, { spec: { moduleLoader: { container: { kernelMappings: [{}] } } } }),
  },
  {
    name: 'patch into what the webhook refuses',
    ...merge(`${modules}/one`, {
      spec: { moduleLoader: { container: { kernelMappings: [{ containerImage: 'a:1' }] } } },
    }),
  },
  { name: 'a bad label', ...merge(`${modules}/one`, { metadata: { labels: { a: 'b c' } } }) },
  { name: 'an unknown field is dropped', ...merge(`${modules}/one`, { spec: { frob: 1 } }) },
  {
    name: 'an unknown field is refused when asked to',
    ...merge(`${modules}/one?fieldValidation=Strict`, { spec: { frob: 1 } }),
  },
  {
    name: 'patch the status',
    ...merge(`${modules}/one/status`, { status: { devicePlugin: { desiredNumber: 4 } }, spec: { selector: null } }),
  },
  {
    name: 'patch with an old resourceVersion',
    ...merge(`${modules}/one`, { metadata: { resourceVersion: '1', labels: { a: 'b' } } }),
  },

  // creating
  { name: 'create', method: 'POST', path: modules, body: object('three') },
  { name: 'create it again', method: 'POST', path: modules, body: object('three') },
  { name: 'create without a name', method: 'POST', path: modules, body: { ...object('x'), metadata: {} } },
  { name: 'create with a bad name', method: 'POST', path: modules, body: object('Bad_Name') },
  { name: 'create with an unknown field', method: 'POST', path: modules, body: object('four', { frob: 1 }) },
  {
    name: 'strictly create with an unknown field',
    method: 'POST',
    path: `${modules}?fieldValidation=Strict`,
    body: object('five', { frob: 1 }),
  },
  { name: 'create with a wrong type', method: 'POST', path: modules, body: object('six', { selector: { a: true } }) },
  {
    name: 'create what the webhook refuses',
    method: 'POST',
    path: modules,
    body: object('seven', { moduleLoader: { container: { ...spec.moduleLoader.container, modprobe: {} } } }),
  },
  { name: 'create another kind', method: 'POST', path: modules, body: { ...object('eight'), kind: 'Pod' } },
  {
    name: 'create in another version',
    method: 'POST',
    path: modules,
    body: { ...object('eight'), apiVersion: 'kmm.sigs.x-k8s.io/v1' },
  },

  // lists
  { name: 'list', path: modules },
  { name: 'list by name', path: `${modules}?fieldSelector=metadata.name%3Dthree` },
  { name: 'list by an unknown field', path: `${modules}?fieldSelector=spec.frob%3Dthree` },
  { name: 'list by a label', path: '/api/v1/nodes?labelSelector=node-role.kubernetes.io/worker%3D' },
  { name: 'list by a set', path: '/api/v1/nodes?labelSelector=kubernetes.io/hostname%20in%20(node-a,node-c)' },
  { name: 'list by what is no selector', path: '/api/v1/nodes?labelSelector=a%3D%3D%3Db' },

  // deleting
  { name: 'delete', method: 'DELETE', path: `${modules}/three` },
  { name: 'delete what is not there', method: 'DELETE', path: `${modules}/absent` },
]
