import { describe, expect, test } from 'vitest'
import type { Fix } from '../../../../server/core/features/problem.ts'
import { bareSurroundings, type Surroundings } from '../../../../server/core/features/surroundings.ts'
import { type ClusterFacts, noClusterFacts, selectorKey } from '../../../../server/core/kmm/clusterFacts.ts'
import { createLanguageService } from '../../../../server/core/languageService.ts'
import { applyEdits } from '../../../support/check.ts'

const head = `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: drv
spec:
  moduleLoader:
    container:
      modprobe:
        moduleName: drv
      kernelMappings:
`
const selector = '  selector:\n    role: worker\n'

const uri = 'file:///module.yaml'

/** A cluster whose workers run these kernels. */
function clusterWith(...kernels: readonly string[]): Surroundings {
  const workers = kernels.map((kernel, at) => ({ name: `node-${at}`, kernel, ready: true }))
  const nodes: ClusterFacts['nodes'] = new Map([[selectorKey({ role: 'worker' }), { state: 'known', value: workers }]])
  return { ...bareSurroundings, cluster: { ...noClusterFacts, nodes } }
}

/** A cluster with labels, none of whose nodes a selector picks. */
function clusterWithout(nodes: Readonly<Record<string, string>>, labels: ClusterFacts['labels']): Surroundings {
  const none: ClusterFacts['nodes'] = new Map([[selectorKey(nodes), { state: 'known', value: [] }]])
  return { ...bareSurroundings, cluster: { ...noClusterFacts, labels, nodes: none } }
}

function fixesAt(text: string, part: string, surroundings: Surroundings): readonly Fix[] {
  const start = text.indexOf(part)
  const fixes = createLanguageService().fixes({ uri, text }, { start, end: start }, surroundings)
  return fixes.map(({ fix }) => fix)
}

/** The text once the fix for the one kernel that no mapping serves was taken. */
function withMappingFor(kernel: string, mappings: string): string {
  const text = head + mappings + selector
  const [fix] = fixesAt(text, 'kernelMappings:', clusterWith(kernel))
  return applyEdits(text, fix?.edits ?? [])
}

test('a mapping for a kernel that none serves takes the image that follows the kernel', () => {
  const mappings = `        - regexp: el9
          containerImage: drv:\${KERNEL_FULL_VERSION}
        - literal: 6.6.2
          containerImage: drv:fedora
`
  expect(
    withMappingFor('6.12.0-55.el10.x86_64', mappings),
  ).toBe(`${head}${mappings}        - literal: "6.12.0-55.el10.x86_64"
          containerImage: "drv:\${KERNEL_FULL_VERSION}"
${selector}`)
})

test('where no image follows the kernel, the last one is a start', () => {
  const mappings = '        - literal: 6.6.2\n          containerImage: drv:fedora\n'
  expect(withMappingFor('5.15.133+', mappings)).toBe(
    `${head}${mappings}        - literal: "5.15.133"\n          containerImage: "drv:fedora"\n${selector}`,
  )
})

test('kernels that no mapping serves are added one by one or all at once, and ignored at once', () => {
  const mappings = '        - literal: 6.6.2\n          containerImage: drv:fedora\n'
  const text = head + mappings + selector
  const cluster = clusterWith('5.14.0-427.el9.x86_64', '6.12.0-55.el10.x86_64')
  const fixes = fixesAt(text, 'kernelMappings:', cluster)
  expect(fixes.map(({ title }) => title)).toEqual([
    'Add mappings for both kernels',
    'Add a mapping for kernel 5.14.0-427.el9.x86_64',
    'Add a mapping for kernel 6.12.0-55.el10.x86_64',
    'Ignore kmm/kernel-not-served here',
    'Ignore kmm/kernel-not-served in this file',
  ])
  expect(fixes.filter(({ preferred }) => preferred)).toEqual([fixes[0]])
  const mended = applyEdits(text, fixes[0]?.edits ?? [])
  expect(mended).toBe(`${head}${mappings}        - literal: "5.14.0-427.el9.x86_64"
          containerImage: "drv:fedora"
        - literal: "6.12.0-55.el10.x86_64"
          containerImage: "drv:fedora"
${selector}`)
  expect(createLanguageService().problems({ uri, text: mended }, cluster)).toEqual([])
  const three = clusterWith('5.14.0-427.el9.x86_64', '6.12.0-55.el10.x86_64', '6.12.0-56.el10.x86_64')
  expect(fixesAt(text, 'kernelMappings:', three)[0]?.title).toBe('Add mappings for all 3 kernels')
})

test('the value that nodes have is offered on the key and on the value that it would replace', () => {
  const text = `${head}        - regexp: el9\n          containerImage: drv:\${KERNEL_FULL_VERSION}\n${selector}`
  const labels: ClusterFacts['labels'] = { state: 'known', value: new Map([['role', new Map([['gpu', 3]])]]) }
  const cluster = clusterWithout({ role: 'worker' }, labels)
  const titlesAt = (part: string): readonly string[] => fixesAt(text, part, cluster).map(({ title }) => title)
  const title = 'Use the value that 3 of the nodes have: "gpu"'
  expect(titlesAt('selector:')).toContain(title)
  expect(titlesAt('worker')).toEqual([title])
  expect(titlesAt('moduleName')).toEqual([])
})

describe('a label that no node has', () => {
  const worker = 'node-role.kubernetes.io/worker'
  const has: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map([
    [worker, new Map([['', 3]])],
    ['node-role.kubernetes.io/control-plane', new Map([['', 1]])],
    [
      'kubernetes.io/arch',
      new Map([
        ['amd64', 3],
        ['arm64', 1],
      ]),
    ],
    ['zone', new Map([['a', 2]])],
  ])
  const textWith = (label: string): string =>
    `${head}        - regexp: el9\n          containerImage: drv:\${KERNEL_FULL_VERSION}\n  selector:\n    ${label}\n`
  const mended = (key: string, value: string, labels: ClusterFacts['labels'] = { state: 'known', value: has }) => {
    const text = textWith(`${key}: ${JSON.stringify(value)}`)
    const fix = fixesAt(text, 'selector:', clusterWithout({ [key]: value }, labels)).find(({ title }) =>
      title.startsWith('Use '),
    )
    return fix && { title: fix.title, text: applyEdits(text, fix.edits) }
  }

  test.each([
    ['node-role.kubernetes.io/wroker', '', `${worker}: ""`, 3],
    ['node-role.kubernets.io/worker', '', `${worker}: ""`, 3],
    ['node-role.kubernetes.io/workr', 'true', `${worker}: ""`, 3],
    ['worker', '', `${worker}: ""`, 3],
    ['kubernetes.io/arhc', 'arm64', 'kubernetes.io/arch: "arm64"', 1],
    ['Zone', 'b', 'zone: "a"', 2],
  ])('%s: %j', (key, value, label, count) => {
    expect(mended(key, value)).toEqual({
      title: `Use the label that ${count} of the nodes have: ${label}`,
      text: textWith(label),
    })
  })

  test.each(['node-role.kubernetes.io/gpu', 'kubernetes.io/os', 'arch64', 'feature.node.kubernetes.io/worker'])(
    'is not taken for another: %s',
    (key) => {
      expect(mended(key, '')).toBeUndefined()
    },
  )

  test('is not taken for one that the selector has, or that the cluster may not have', () => {
    const text = textWith(`zon: a\n    zone: a`)
    const cluster = clusterWithout({ zon: 'a', zone: 'a' }, { state: 'known', value: has })
    expect(fixesAt(text, 'selector:', cluster).map(({ title }) => title)).toEqual([
      'Ignore kmm/selector-no-node here',
      'Ignore kmm/selector-no-node in this file',
    ])
    expect(mended('zon', 'a', { state: 'stale', value: has, sinceMs: 0 })).toBeUndefined()
    expect(mended('zon', 'a', { state: 'unknown', why: 'forbidden' })).toBeUndefined()
  })
})
