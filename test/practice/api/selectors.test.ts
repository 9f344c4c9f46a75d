import { expect, test } from 'vitest'
import type { KubeObject } from '../../../server/cluster/cluster.ts'
import { fieldFilter, labelFilter } from '../../../server/practice/api/selectors.ts'

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { 'app.kubernetes.io/name': 'kmm', tier: 'back', empty: '' } },
  spec: { nodeName: 'node-a' },
}

test.each([
  ['', true],
  ['tier', true],
  ['!tier', false],
  ['! gone', true],
  ['tier=back', true],
  ['tier==back', true],
  ['tier!=back', false],
  ['gone!=x', true],
  ['empty=', true],
  ['tier in (front, back)', true],
  ['tier notin (back)', false],
  ['gone notin (back)', true],
  ['app.kubernetes.io/name=kmm,tier in (back,x),!gone', true],
  ['app.kubernetes.io/name=kmm,tier=front', false],
])('label selector %s: %s', (selector, matches) => {
  expect(labelFilter(selector)(pod)).toBe(matches)
})

test.each(['=', 'a===b', 'a in', 'a b'])('%s is no label selector', (selector) => {
  expect(() => labelFilter(selector)).toThrow(/requirement/)
})

test.each([
  ['metadata.name=p', true],
  ['metadata.name!=p', false],
  ['spec.nodeName=node-a,metadata.name=p', true],
  ['status.phase=', true],
])('field selector %s: %s', (selector, matches) => {
  expect(fieldFilter(selector)(pod)).toBe(matches)
})

test('fields that nobody can select by are refused', () => {
  expect(() => fieldFilter('spec.frob=1')).toThrow('field label not supported: spec.frob')
})
