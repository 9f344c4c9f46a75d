import { expect, test } from 'vitest'
import type { NodePhase } from '../../server/core/kmm/clusterFacts.ts'
import { judgeRun } from '../../server/session/judgeRun.ts'

const patience = { quietMs: 0, failAfterMs: 60_000 }

function judge(phases: readonly NodePhase[], attempts = 0, quietMs = 0): string {
  const nodes = phases.map((phase, at) => ({ node: `node-${at}`, kernel: '6.6.2', phase }))
  const progress = { namespace: 'default', name: 'drv', nodes, failures: [], attempts }
  const verdict = judgeRun(progress, true, { ...patience, quietMs })
  return verdict === undefined ? 'goes on' : [verdict.state, ...verdict.failures.map(({ id }) => id)].join(' ')
}

test.each<[string, readonly NodePhase[], number, number, string]>([
  ['all are loaded', ['loaded', 'loaded'], 0, 0, 'loaded'],
  ['one is not yet', ['loaded', 'loading'], 0, 0, 'goes on'],
  ['one failed once', ['loaded', 'failing'], 1, 0, 'goes on'],
  ['one failed twice', ['loaded', 'failing'], 2, 0, 'failed'],
  ['one fails, another may still load', ['loading', 'failing'], 5, 0, 'goes on'],
  ['one fails for long', ['loaded', 'failing'], 1, 60_000, 'failed'],
  ['nothing moves for long', ['pending', 'loaded'], 0, 60_000, 'failed kmm/run-stalled'],
  ['no node so far', [], 0, 1_000, 'goes on'],
  ['no node for some seconds', [], 0, 3_000, 'failed kmm/run-no-node'],
])('%s', (_, phases, attempts, quietMs, expected) => {
  expect(judge(phases, attempts, quietMs)).toBe(expected)
})

test('a Module that loads nothing is done when it is applied', () => {
  const progress = { namespace: 'default', name: 'plugin', nodes: [], failures: [], attempts: 0 }
  expect(judgeRun(progress, false, patience)).toMatchObject({ state: 'loaded' })
})
