import { expect, test } from 'vitest'
import { imageHints } from '../../../server/core/features/imageHints.ts'
import { type ClusterFacts, noClusterFacts, selectorKey } from '../../../server/core/kmm/clusterFacts.ts'
import { moduleOf, moduleText } from '../../support/moduleText.ts'

const selector = selectorKey({ 'node-role.kubernetes.io/worker': '' })

function clusterOf(...kernels: readonly string[]): ClusterFacts {
  const value = kernels.map((kernel, at) => ({ name: `node-${at}`, kernel, ready: true }))
  return { ...noClusterFacts, nodes: new Map([[selector, { state: 'known', value }]]) }
}

function hintsOf(cluster: ClusterFacts, change?: (text: string) => string) {
  const text = moduleText(change)
  return imageHints(moduleOf(text).module, cluster).map(({ label, tooltip, offset }) => ({
    label,
    tooltip,
    behind: text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim(),
  }))
}

test('the image of the one kernel that a mapping serves', () => {
  expect(hintsOf(clusterOf('5.15.133+'))).toEqual([
    {
      label: '→ …pt-char-dev:5.15.133',
      tooltip: '| kernel | image |\n| :-- | :-- |\n| `5.15.133` | `quay.io/chrisp262/pt-char-dev:5.15.133` |',
      behind: 'containerImage: quay.io/chrisp262/pt-char-dev:${KERNEL_FULL_VERSION}',
    },
  ])
})

test('of several kernels the first, and how many more; all in the tooltip', () => {
  const [hint] = hintsOf(clusterOf('6.6.2-201.fc39.x86_64', '5.15.133'))
  expect(hint?.label).toBe('→ …:6.6.2-201.fc39.x86_64 and 1 more')
  expect(hint?.tooltip).toContain('`quay.io/chrisp262/pt-char-dev:5.15.133`')
})

test('kernels that come to the same image are one', () => {
  const change = (text: string): string => text.replace('${KERNEL_FULL_VERSION}', '$KERNEL_X')
  expect(hintsOf(clusterOf('6.6.2-201.fc39.x86_64', '6.8.0'), change)[0]?.label).toBe('→ …pt-char-dev:6')
})

test('a literal names its kernel without a cluster', () => {
  const change = (text: string): string => text.replace("regexp: '^.+$'", 'literal: 5.15.133')
  expect(hintsOf(noClusterFacts, change)[0]?.label).toBe('→ …pt-char-dev:5.15.133')
})

test('nothing is said of what is not known, of constant images and of broken templates', () => {
  expect(hintsOf(noClusterFacts)).toEqual([])
  expect(hintsOf(clusterOf())).toEqual([])
  expect(hintsOf(clusterOf('5.15.133'), (text) => text.replace('${KERNEL_FULL_VERSION}', '1.0'))).toEqual([])
  expect(hintsOf(clusterOf('5.15.133'), (text) => text.replace('VERSION}', 'VERSION'))).toEqual([])
})
