import { expect, test } from 'vitest'
import { problemsIn } from '../../support/check.ts'
import { modulePieces } from '../../support/modulePieces.ts'

const owner = 'apiVersion: apps/v1, kind: Deployment, name: a, uid: b'

test.each([
  ['finalizers: [a, example.com/b]', []],
  ['finalizers: [a b]', ['kmm/finalizer metadata,finalizers']],
  ['finalizers: [""]', ['kmm/finalizer metadata,finalizers']],
  ['finalizers: [a/b/c]', ['kmm/finalizer metadata,finalizers']],
  ['finalizers: [orphan, foregroundDeletion]', ['kmm/finalizer metadata,finalizers']],
  ['finalizers: [a, b, a]', ['kmm/duplicate-item metadata,finalizers,2']],
  ['finalizers: [null]', ['kmm/null-value metadata,finalizers,0']],
  [`ownerReferences: [{${owner}}]`, []],
  [`ownerReferences: [{${owner}, controller: null}]`, []],
  [`ownerReferences: [{${owner}}, {${owner}}]`, ['kmm/duplicate-item metadata,ownerReferences,1']],
  ['ownerReferences: [{kind: A, name: a, uid: b}]', ['kmm/missing-key metadata,ownerReferences,0,apiVersion']],
  [
    'ownerReferences: [{apiVersion: v1, kind: "", name: ~, uid: b}]',
    ['kmm/owner metadata,ownerReferences,0,kind', 'kmm/owner metadata,ownerReferences,0,name'],
  ],
  [
    'ownerReferences: [{apiVersion: a/b/c, kind: A, name: a, uid: b}]',
    ['kmm/owner metadata,ownerReferences,0,apiVersion'],
  ],
  ['ownerReferences: [{apiVersion: v1, kind: Event, name: a, uid: b}]', ['kmm/owner metadata,ownerReferences,0']],
  ['ownerReferences: [{apiVersion: events.k8s.io/v1, kind: Event, name: a, uid: b}]', []],
  [
    `ownerReferences: [{${owner}, controller: true}, {${owner}1, controller: true}]`,
    ['kmm/owner metadata,ownerReferences'],
  ],
  ['ownerReferences: [null]', ['kmm/null-value metadata,ownerReferences,0']],
])('%s: %j', (written, found) => {
  const all = problemsIn(modulePieces({ metadata: `name: drv\n${written}` }))
  expect(all.map(({ id, path }) => `${id} ${path}`)).toEqual(found)
})
