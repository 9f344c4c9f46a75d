import { expect, test } from 'vitest'
import { codeLens, runTitle } from '../../../server/core/features/codeLens.ts'
import { bareSurroundings } from '../../../server/core/features/surroundings.ts'
import { type ModuleRunFact, noClusterFacts } from '../../../server/core/kmm/clusterFacts.ts'
import { moduleOf, moduleText } from '../../support/moduleText.ts'

const target = { context: 'kind-dev', server: 'https://127.0.0.1:6443', user: 'me', namespace: 'drivers' }
const run: ModuleRunFact = {
  namespace: 'drivers',
  name: 'pt-char-dev',
  state: 'running',
  nodes: [
    { node: 'node-a', kernel: '6.6.2', phase: 'loaded' },
    { node: 'node-b', kernel: '6.6.2', phase: 'failing' },
    { node: 'node-c', kernel: '6.6.2', phase: 'loaded' },
  ],
  failures: [],
}

function titles(runs: readonly ModuleRunFact[] = [], connected = true): readonly string[] {
  const modules = new Map(runs.map((one) => [`${one.namespace}/${one.name}`, one]))
  const cluster = { ...noClusterFacts, modules, target: connected ? target : undefined }
  return codeLens(moduleOf(moduleText()).module, { ...bareSurroundings, cluster }).map(({ title }) => title)
}

test('without a cluster a Module can be connected or applied', () => {
  expect(titles([], false)).toEqual(['Connect to a cluster', 'Apply and Load Module'])
})

test('with a cluster it is said where the Module goes, and only its own run is shown', () => {
  expect(titles([{ ...run, namespace: 'other' }])).toEqual(['Apply and Load to kind-dev/drivers'])
})

test('a run that goes on can be stopped; one that ended cannot', () => {
  const apply = 'Apply and Load to kind-dev/drivers'
  const state = '3 nodes: 2 loaded, 1 failing'
  expect(titles([run])).toEqual([apply, 'Stop following', state, 'Show log'])
  expect(titles([{ ...run, state: 'failed' }])).toEqual([apply, state, 'Show log'])
})

test('what was seen of a run that was stopped is not said to be so now', () => {
  expect(runTitle({ ...run, state: 'stopped' })).toBe('last seen: 3 nodes: 2 loaded, 1 failing')
})

test('a run without nodes yet says so', () => {
  expect(runTitle({ ...run, nodes: [] })).toBe('waiting for nodes')
})
