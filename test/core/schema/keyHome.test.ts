import { describe, expect, test } from 'vitest'
import { keyHome } from '../../../server/core/schema/keyHome.ts'
import { schemaOf } from '../../../server/core/schema/moduleSchema.ts'
import type { Path } from '../../../server/core/yaml/yamlNode.ts'

const root = schemaOf('Module', 'kmm.sigs.x-k8s.io/v1beta1')
const homeOf = (from: string, key: string, below: readonly string[] = []) => {
  if (root === undefined) throw new Error('no schema')
  const home = keyHome(root, pathIn(from), key, below)
  return home && `${home.path.join('.')}${home.inItem ? ' (some item)' : ''}`
}

function pathIn(text: string): Path {
  return text === '' ? [] : text.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

const loader = 'spec.moduleLoader'
const container = `${loader}.container`
const mapping = `${container}.kernelMappings.3`

describe('a key belongs', () => {
  test.each<[string, string, string, string]>([
    ['to a child', loader, 'kernelMappings', container],
    ['to a child', container, 'moduleName', `${container}.modprobe`],
    ['to a child, however many others know it', '', 'name', 'metadata'],
    ['to the parent', `${container}.modprobe`, 'kernelMappings', container],
    ['to the parent, not to another that has it too', container, 'serviceAccountName', loader],
    ['to the item around it', `${mapping}.build`, 'containerImage', mapping],
    ['beside the list of its item', mapping, 'modprobe', container],
    ['to a sibling', 'metadata', 'moduleLoader', 'spec'],
    ['to the one far place that has it', 'spec', 'moduleName', `${container}.modprobe`],
    ['to the one far place that has it', container, 'tolerations', 'spec'],
    ['to the one far place that is no item', 'spec', 'containerImage', container],
    ['to an item, when nothing else has it', container, 'regexp', `${container}.kernelMappings.[] (some item)`],
  ])('%s: %s, %s', (_, from, key, home) => {
    expect(homeOf(from, key)).toBe(home)
  })

  test.each([
    [['modprobe', 'kernelMappings'], container.replace('.container', '')],
    [['image', 'env'], undefined],
    [['nodeDriverRegistrarImage', 'zzz'], undefined],
    [['modprobe', 'zzz'], undefined],
  ])('where its value fits: container with %j', (below, home) => {
    expect(homeOf('spec', 'container', below)).toBe(home)
  })

  test.each([
    ['several places have it, none of them near', 'spec', 'image'],
    ['several that are near have it', 'spec.moduleLoader.container', 'name'],
    ['a word that many know stands near one of them', 'spec.devicePlugin', 'name'],
    ['items of several lists have it', `${container}.build.dockerfileConfigMap`, 'key'],
    ['nobody has it', 'spec', 'zzz'],
    ['nobody has it: it is a method of objects', 'spec', 'constructor'],
  ])('nowhere: %s', (_, from, key) => {
    expect(homeOf(from, key)).toBeUndefined()
  })
})
