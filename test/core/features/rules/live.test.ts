import { expect, test } from 'vitest'
import { bareSurroundings } from '../../../../server/core/features/surroundings.ts'
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

/** The text once the fix for the one kernel that no mapping serves was taken. */
function withMappingFor(kernel: string, mappings: string): string {
  const node = { name: 'node-a', kernel, ready: true }
  const nodes: ClusterFacts['nodes'] = new Map([[selectorKey({ role: 'worker' }), { state: 'known', value: [node] }]])
  const text = head + mappings + selector
  const surroundings = { ...bareSurroundings, cluster: { ...noClusterFacts, nodes } }
  const found = createLanguageService().problems({ uri: 'file:///module.yaml', text }, surroundings)
  const fix = found.find(({ id }) => id === 'kmm/kernel-not-served')?.fixes?.[0]
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

test('the value that nodes have is offered on the key and on the value that it would replace', () => {
  const text = `${head}        - regexp: el9\n          containerImage: drv:\${KERNEL_FULL_VERSION}\n${selector}`
  const labels: ClusterFacts['labels'] = { state: 'known', value: new Map([['role', new Map([['gpu', 3]])]]) }
  const nodes: ClusterFacts['nodes'] = new Map([[selectorKey({ role: 'worker' }), { state: 'known', value: [] }]])
  const surroundings = { ...bareSurroundings, cluster: { ...noClusterFacts, labels, nodes } }
  const titlesAt = (part: string): readonly string[] => {
    const start = text.indexOf(part)
    const fixes = createLanguageService().fixes(
      { uri: 'file:///module.yaml', text },
      { start, end: start },
      surroundings,
    )
    return fixes.map(({ fix }) => fix.title)
  }
  const title = 'Use the value that 3 of the nodes have: "gpu"'
  expect(titlesAt('selector:')).toContain(title)
  expect(titlesAt('worker')).toEqual([title])
  expect(titlesAt('moduleName')).toEqual([])
})
