import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSoundMappings } from '../../../../server/core/features/rules/soundMappings.ts'
import { bareSurroundings } from '../../../../server/core/features/surroundings.ts'
import { kmmModule } from '../../../../server/core/kmm/kmmModule.ts'
import { createLanguageService } from '../../../../server/core/languageService.ts'
import { parseYaml } from '../../../../server/core/yaml/parseYaml.ts'

const uri = 'file:///module.yaml'

/** A Module of mappings, each without its dash, and further lines of its container. */
function moduleOf(mappings: readonly string[], container = ''): string {
  const items = mappings.map((mapping) => `        - ${mapping.replaceAll('\n', '\n          ')}\n`)
  return `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: driver}
spec:
  selector: {gpu: present}
  moduleLoader:
    container:
${container}      modprobe: {moduleName: driver}
      kernelMappings:
${items.join('')}      imagePullPolicy: Always
`
}

const sound = Array.from({ length: 30 }, (_, at) => `literal: 5.14.${at}-1.x86_64\ncontainerImage: quay.io/a/b:${at}`)

/** The indexes of the mappings that are judged in `next`, once nothing was found in `first` but at `found`. */
function judgedAgain(first: string, next: string, found: readonly number[] = []): readonly number[] | undefined {
  const memory = createSoundMappings()
  const judging = memory.judge(readModule(first), ['default'])
  judging?.end(
    found.map((index) => {
      const mapping = readModule(first).kernelMappings[index]
      if (mapping === undefined) throw new Error(`no mapping ${index}`)
      return { range: mapping.node.range, path: mapping.path }
    }),
  )
  return memory.judge(readModule(next), ['default'])?.open.kernelMappings.map(({ index }) => index)
}

function readModule(text: string) {
  const [document] = parseYaml(text).documents
  const module = document && kmmModule(document)
  if (module === undefined) throw new Error('no Module')
  return module
}

describe('mappings that are judged again', () => {
  const text = moduleOf(sound)

  test('are the one that an edit touched, and those in which something was found', () => {
    expect(judgedAgain(text, text.replace('5.14.7-1', '5.14.7-11'))).toEqual([7])
    expect(judgedAgain(text, text.replace('5.14.7-1', '5.14.7-11'), [2])).toEqual([2, 7])
    expect(judgedAgain(text, moduleOf(sound.toSpliced(3, 1)))).toEqual([])
    expect(judgedAgain(text, moduleOf(sound.toReversed()))).toEqual([])
  })

  test('are all, when something outside of them is another', () => {
    const all = sound.map((_, index) => index)
    expect(judgedAgain(text, text.replace('name: driver', 'name: drivers'))).toEqual(all)
    expect(judgedAgain(text, text.replace('imagePullPolicy: Always', 'containerImage: quay.io/a/b'))).toEqual(all)
  })

  test('are all, when one with an anchor is another, and otherwise those alone that the edit touched', () => {
    const shared = moduleOf(sound.with(0, `${sound[0]}\nbuild: &b {}`).with(9, `${sound[9]}\nbuild: *b`))
    expect(judgedAgain(shared, shared.replace('{}', '{a: b}'))).toEqual(sound.map((_, index) => index))
    expect(judgedAgain(shared, shared.replace('5.14.7-1', '5.14.7-11'))).toEqual([7])
  })

  test.each([
    ['one name is anchored twice', moduleOf(sound.with(0, 'literal: &a x').with(1, 'literal: &a y'))],
    ['something is no YAML', `${moduleOf(sound)}a b\n`],
    ['they are few', moduleOf(sound.slice(0, 5))],
    ['the list comes by an alias', moduleOf([]).replace('kernelMappings:\n', 'kernelMappings: *m\n')],
    [
      'several stand on a line',
      moduleOf([]).replace('kernelMappings:\n', `kernelMappings: [${'{a: b}, '.repeat(40)}]\n`),
    ],
  ])('are not told when %s', (_, text) => {
    expect(createSoundMappings().judge(readModule(text), [])).toBeUndefined()
  })
})

/** What a text begins with: others share what it anchors. */
const anchored = [
  'literal: 6.1.0-0\ncontainerImage: &image quay.io/example/driver:1.0\nbuild: &build {dockerfileConfigMap: {name: d}}',
  'literal: 6.1.0-0\ncontainerImage: &image quay.io/example/Driver:1.0\nbuild: &build {dockerfileConfigMap: {name: ""}}',
  'regexp: ^6\ncontainerImage: &image quay.io/example/driver@sha256:0\nbuild: &build {secrets: [{name: s}], unknown: 1}',
]
const mappings = [
  'literal: 5.14.0-427.13.1.el9_4.x86_64\ncontainerImage: quay.io/example/driver:1.0',
  'literal: 5.14.0-427.13.1.el9_4.x86_64+\ncontainerImage: quay.io/example/Driver:1.0',
  "regexp: '^5\\.14\\..+$'\ncontainerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}",
  'regexp: ^.+$\ncontainerImage: *image',
  'regexp: ^6\ncontainerImage: *image\nbuild: *build',
  'literal: 6.1.0-1\ncontainerImage: *image',
  'literal: 6.1.0-1\ncontainerImage: ""\nbuild: *build',
  'regexp: (\ncontainerImage: ""',
  'regexp: ^7\ncontainerImage: ""\nsign: {certSecret: {name: a}, keySecret: {name: b}}',
  'literal: 6.1.0-2\nregexp: a\ncontainerImage: ""\nsign: {certSecret: {name: a}, keySecret: {name: b}}',
  'literal: 6.1.0-3\ncontainerImage: a:1\ninTreeModuleToRemove: a.ko\ninTreeModulesToRemove: [b]',
  'literal: 6.1.0-4\ncontainerImage: a:1\ninTreeModulesToRemove: [b-c, b_c]\nunknown: 1',
  '<<: {containerImage: "quay.io/example/driver:${KERNEL}"}\nliteral: 6.1.0-5',
  '{literal: 6.1.0-7, containerImage: a/b}',
  'literal: 6.1.0-8 # comment\n\n# another\ncontainerImage: quay.io/example/driver:1',
]
const containers = [
  '',
  '      containerImage: quay.io/example/driver:1.0\n',
  '      containerImage: quay.io/example/driver\n',
  '      build: {dockerfileConfigMap: {name: d}, secrets: [{name: s}]}\n',
  '      sign: {certSecret: {name: a}, keySecret: {name: b}, filesToSign: [/opt/lib/modules/5.14.0/a.ko]}\n',
  '      inTreeModulesToRemove: [a, a.ko]\n',
  '      unknown: 1\n',
]

type Step =
  | { readonly at: number; readonly mapping: string | undefined; readonly replaces: boolean }
  | { readonly container: string }
  | { readonly first: string }

/** The same few places again and again, so that one mapping stands where another did. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      at: fc.integer({ min: 1, max: 4 }),
      mapping: fc.option(fc.constantFrom(...mappings), { nil: undefined }),
      replaces: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ container: fc.constantFrom(...containers) }) },
  { weight: 1, arbitrary: fc.record({ first: fc.constantFrom(...anchored) }) },
)

test('what was found nothing in changes no answer', () => {
  const session = fc.tuple(fc.constantFrom(...containers), fc.array(step, { minLength: 2, maxLength: 12 }))
  fc.assert(
    fc.property(session, ([beginning, steps]) => {
      const service = createLanguageService()
      let [first = '', container, list] = [anchored[0], beginning, sound]
      for (const one of steps) {
        if ('container' in one) container = one.container
        else if ('first' in one) first = one.first
        else list = list.toSpliced(one.at, one.replaces ? 1 : 0, ...(one.mapping === undefined ? [] : [one.mapping]))
        const file = { uri, text: moduleOf([first, ...list], container) }
        const anew = createLanguageService().problems(file, bareSurroundings)
        expect(service.problems(file, bareSurroundings), file.text).toEqual(anew)
      }
    }),
    { numRuns: 150 },
  )
})
