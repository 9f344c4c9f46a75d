import { expect, test } from 'vitest'
import { type JsonObject, mergeMapping } from '../../../server/core/kmm/mergeMapping.ts'

const context = { kernel: '6.6.87+', name: 'drv', namespace: 'kmm' }
const forced = [
  { name: 'KERNEL_FULL_VERSION', value: '6.6.87' },
  { name: 'KERNEL_VERSION', value: '6.6.87' },
  { name: 'MOD_NAME', value: 'drv' },
  { name: 'MOD_NAMESPACE', value: 'kmm' },
]

function merged(container: JsonObject, mapping: JsonObject): JsonObject {
  return mergeMapping(container, mapping, context).mapping
}

function notes(container: JsonObject, mapping: JsonObject): readonly string[] {
  return mergeMapping(container, mapping, context).notes.map(({ path, text }) => `${path.join('.')}: ${text}`)
}

const file = (name: string) => ({ dockerfileConfigMap: { name } })

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ["the mapping's image", { containerImage: 'c:1' }, { containerImage: 'm:1' }, { containerImage: 'm:1' }],
  [
    "the container's image for an empty one",
    { containerImage: 'c:1' },
    { containerImage: '' },
    { containerImage: 'c:1' },
  ],
  [
    "the mapping's registryTLS, even when empty",
    { registryTLS: { insecure: true } },
    { registryTLS: {} },
    { registryTLS: {} },
  ],
  ["the container's registryTLS", { registryTLS: { insecure: true } }, {}, { registryTLS: { insecure: true } }],
  [
    "the mapping's list to remove, even when empty",
    { inTreeModulesToRemove: ['a'] },
    { inTreeModulesToRemove: [] },
    { inTreeModulesToRemove: [] },
  ],
  [
    "the container's list for null",
    { inTreeModulesToRemove: ['a'] },
    { inTreeModulesToRemove: null },
    { inTreeModulesToRemove: ['a'] },
  ],
  [
    "the container's deprecated single value over the mapping's list",
    { inTreeModuleToRemove: 'a' },
    { inTreeModulesToRemove: ['b'] },
    { inTreeModulesToRemove: ['a'] },
  ],
  [
    "the mapping's deprecated single value first",
    { inTreeModuleToRemove: 'a' },
    { inTreeModuleToRemove: 'b' },
    { inTreeModulesToRemove: ['b'] },
  ],
  [
    'an empty single value counts for nothing',
    { inTreeModuleToRemove: '' },
    { inTreeModulesToRemove: ['b'] },
    { inTreeModulesToRemove: ['b'] },
  ],
  ['no signing', {}, {}, {}],
  ["the container's signing alone", { sign: { unsignedImage: 'u' } }, {}, { sign: { unsignedImage: 'u' } }],
  ["the mapping's signing alone", {}, { sign: { filesToSign: ['/a'] } }, { sign: { filesToSign: ['/a'] } }],
  [
    'both: secrets of the mapping, files of both, TLS of the container',
    {
      sign: {
        unsignedImage: 'u',
        keySecret: { name: 'k' },
        certSecret: { name: 'c' },
        filesToSign: ['/a'],
        unsignedImageRegistryTLS: { insecure: true },
      },
    },
    {
      sign: {
        unsignedImage: '',
        keySecret: { name: 'k2' },
        certSecret: { name: 'c2' },
        filesToSign: ['/a', '/b'],
        unsignedImageRegistryTLS: {},
      },
    },
    {
      sign: {
        unsignedImage: 'u',
        keySecret: { name: 'k2' },
        certSecret: { name: 'c2' },
        filesToSign: ['/a', '/a', '/b'],
        unsignedImageRegistryTLS: { insecure: true },
      },
    },
  ],
])('%s', (_, container, mapping, expected) => expect(merged(container, mapping)).toEqual(expected))

test('build on one side only stays as it is, but for the arguments that KMM sets', () => {
  const build = { ...file('f'), selector: { a: 'b' }, kanikoParams: { tag: '1' } }
  expect(merged({ build }, {})).toEqual({ build: { ...build, buildArgs: forced } })
  expect(merged({}, { build })).toEqual({ build: { ...build, buildArgs: forced } })
})

test('build arguments: replaced in place by name, new ones by the alphabet, then those of KMM', () => {
  const args = (...names: string[]) => names.map((name) => ({ name, value: `of ${name}` }))
  const container = { build: { ...file('f'), buildArgs: args('z', 'x') } }
  const mapping = { build: { ...file('g'), buildArgs: [...args('q', 'b'), { name: 'x', value: 'mine' }] } }
  const expected = [...args('z'), { name: 'x', value: 'mine' }, ...args('b', 'q'), ...forced]
  expect(merged(container, mapping)).toEqual({ build: { ...file('g'), buildArgs: expected } })
})

test("KMM's own build arguments win over a person's, at their place", () => {
  const container = {
    build: {
      ...file('f'),
      buildArgs: [
        { name: 'MOD_NAME', value: 'x' },
        { name: 'A', value: '1' },
      ],
    },
  }
  expect(merged(container, {}).build).toMatchObject({
    buildArgs: [
      { name: 'MOD_NAME', value: 'drv' },
      { name: 'A', value: '1' },
      ...forced.filter(({ name }) => name !== 'MOD_NAME'),
    ],
  })
  expect(notes(container, {})).toContain('build.buildArgs.0: set by KMM, whatever the Module says')
})

test('secrets of both sides, duplicates kept and told', () => {
  const container = { build: { ...file('f'), secrets: [{ name: 's' }] } }
  const mapping = { build: { ...file('f'), secrets: [{ name: 't' }, { name: 's' }] } }
  expect(merged(container, mapping).build).toMatchObject({ secrets: [{ name: 's' }, { name: 't' }, { name: 's' }] })
  expect(notes(container, mapping).join()).toContain('build.secrets.2: stands here twice')
})

test("what KMM ignores of a mapping's build and signing is told, and the container's is kept", () => {
  const container = { build: { ...file('f'), selector: { arch: 'arm64' } }, sign: {} }
  const ignored = { baseImageRegistryTLS: {}, kanikoParams: { tag: 'x' }, selector: { arch: 'amd64' } }
  const mapping = { build: { ...file('g'), ...ignored }, sign: { unsignedImageRegistryTLS: {} } }
  const { build, sign } = merged(container, mapping)
  expect(build).toEqual({ ...file('g'), selector: { arch: 'arm64' }, buildArgs: forced })
  expect(sign).toEqual({})
  expect(notes(container, mapping).filter((note) => note.includes('ignored'))).toHaveLength(4)
})

test('fields of wrong types are passed on', () => {
  expect(merged({ build: 'x', sign: [1] }, { containerImage: 5, inTreeModulesToRemove: 'a' })).toEqual({})
})
