import { expect, test } from 'vitest'
import type { NodePhase, NodeRunFact } from '../../server/core/kmm/clusterFacts.ts'
import { phaseLines } from '../../server/session/phaseLines.ts'

function nodes(phases: Readonly<Record<string, NodePhase>>, detail?: string): readonly NodeRunFact[] {
  return Object.entries(phases).map(([node, phase]) => ({ node, phase, kernel: '6.6.2', ...(detail && { detail }) }))
}

test('nodes that go the same step share a line, those that stand still have none', () => {
  const before = nodes({ a: 'pending', b: 'pending', c: 'loaded' })
  expect(phaseLines(before, nodes({ a: 'loading', b: 'loading', c: 'loaded' }))).toEqual(['a, b: loading'])
})

test('a failure says what failed', () => {
  expect(phaseLines([], nodes({ a: 'failing' }, 'Exec format error'))).toEqual(['a: failing: Exec format error'])
})

test('many nodes are counted', () => {
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`n${at}`, 'loaded' as const]))
  expect(phaseLines([], nodes(many))).toEqual(['n0, n1, n2, n3, n4 and 3 more: loaded'])
})
