import { expect, test } from 'vitest'
import { bareSurroundings, type Surroundings } from '../../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { applyEdits } from '../../support/check.ts'
import { cursorIn } from '../../support/cursor.ts'

const uri = 'file:///module.yaml'
const service = createLanguageService()

const module = `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: drv, namespace: kmm}
spec:
  imageRepoSecret: {name: pull}
  moduleLoader:
    serviceAccountName: loader
    container:
      modprobe: {moduleName: drv}
      kernelMappings:
        - regexp: .
          containerImage: quay.io/a/b:1
          build:
            dockerfileConfigMap: {name: 'file'}
            secrets: [{name: keys}]
          sign:
            keySecret: {name: keys}
            certSecret: {name: "keys"}
  devicePlugin:
    serviceAccountName: loader
    container: {image: 'quay.io/a/c:1', env: [{name: X, valueFrom: {configMapKeyRef: {name: file, key: k}}}]}
    volumes:
      - {name: a, configMap: {name: file}}
      - {name: b, secret: {secretName: keys}}
  selector: {a: b}
`
const configMap = 'kind: ConfigMap\nmetadata:\n  name: file\n  namespace: kmm\ndata:\n  configMap: {name: file}\n'
const others = `kind: Secret
metadata: {name: keys, namespace: kmm}
---
kind: ServiceAccount
metadata: {name: loader, namespace: kmm}
---
kind: ServiceAccount
metadata: {name: loader, namespace: elsewhere}
---
kind: Namespace
metadata: {name: kmm}
---
kind: RoleBinding
metadata: {name: use-scc, namespace: elsewhere}
subjects:
  - {kind: ServiceAccount, name: loader, namespace: kmm}
  - {kind: User, name: loader}
`

function surroundings(files: Readonly<Record<string, string>> = {}): Surroundings {
  const neighbours = Object.entries(files).map(([name, text]) => ({ uri: name, file: parseYaml(text) }))
  return { ...bareSurroundings, neighbours }
}

/** Where the object named at `$0` is named, as `file:line declares?`. */
function places(marked: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { text, offset } = cursorIn(marked)
  return service.references({ uri, text }, offset, surroundings(files)).map((place) => {
    const line = place.text.slice(0, place.use.range.start).split('\n').length
    return `${place.uri === uri ? '' : place.uri}:${line}${place.use.declares ? ' declares' : ''}`
  })
}

const file = `${module}---\n${configMap}`
const at = (text: string, before: string) => text.replace(before, `${before}$0`)

test.each([
  ['a ConfigMap from a build', at(file, "dockerfileConfigMap: {name: 'f"), [':14', ':21', ':23', ':29 declares']],
  ['a ConfigMap from itself', at(file, 'metadata:\n  name: fi'), [':14', ':21', ':23', ':29 declares']],
  ['a Secret', at(file, 'keySecret: {name: k'), [':15', ':17', ':18', ':24', 'o:2 declares']],
  [
    'a ServiceAccount, of its own namespace only',
    at(file, 'serviceAccountName: lo'),
    [':7', ':20', 'o:5 declares', 'o:16'],
  ],
  ['a Namespace', at(file, 'namespace: km'), [':3', ':30', 'o:2', 'o:5', 'o:11 declares', 'o:16']],
  ['a Module', at(file, 'metadata: {name: dr'), [':3 declares']],
  ['what nobody declares', at(file, 'imageRepoSecret: {name: p'), [':5']],
  ['no name', at(file, 'modprobe: {moduleName: d'), []],
])('%s is found wherever it is named', (_, marked, found) => expect(places(marked, { o: others })).toEqual(found))

test('the data of a ConfigMap names nothing', () => {
  expect(places(at(configMap, 'configMap: {name: fi'))).toEqual([])
})

test('documents without a namespace go to the same one as those that name the default', () => {
  const text = 'kind: Module\nmetadata: {name: m}\nspec: {imageRepoSecret: {name: s$0}}\n'
  const secret = (namespace: string) => `kind: Secret\nmetadata: {name: s${namespace}}\n`
  expect(places(text, { a: secret(''), b: secret(', namespace: default'), c: secret(', namespace: c') })).toEqual([
    ':3',
    'a:2 declares',
    'b:2 declares',
  ])
})

test('what a hub sends to its spokes may be of any namespace', () => {
  const hub = 'kind: ManagedClusterModule\nmetadata: {name: m}\nspec: {moduleSpec: {imageRepoSecret: {name: keys$0}}}\n'
  expect(places(hub, { o: others })).toEqual([':3', 'o:2 declares'])
})

test('renaming edits every place, in its own quotes, in all files', () => {
  const { text, offset } = cursorIn(at(file, 'keySecret: {name: k'))
  const edited = service.rename({ uri, text }, offset, 'new.keys', surroundings({ o: others }))
  if ('refusal' in edited) throw new Error(edited.refusal)
  expect(edited.map((one) => one.uri)).toEqual([uri, 'o'])
  const after = edited.map((one) => applyEdits(one.text, one.edits))
  expect(after[0]).toBe(text.replaceAll(/\bkeys\b/g, 'new.keys'))
  expect(after[1]).toBe(others.replace('keys', 'new.keys'))
})

test('a name that YAML reads as a number is written in quotes', () => {
  const { text, offset } = cursorIn('kind: Secret\nmetadata: {name: s$0}\n')
  expect(service.rename({ uri, text }, offset, '123', bareSurroundings)).toMatchObject([
    { edits: [{ newText: '"123"' }] },
  ])
})

test.each([
  ['Big', /lower-case/],
  ['a..b', /lower-case/],
  ['', /lower-case/],
  ['x'.repeat(254), /at most 253 characters, this one has 254/],
])('a Secret cannot be called %s', (name, said) => {
  const { text, offset } = cursorIn('kind: Secret\nmetadata: {name: s$0}\n')
  expect(service.rename({ uri, text }, offset, name, bareSurroundings)).toEqual({
    refusal: expect.stringMatching(said),
  })
})

test('a Namespace takes no dots', () => {
  const { text, offset } = cursorIn('kind: Namespace\nmetadata: {name: s$0}\n')
  expect(service.rename({ uri, text }, offset, 'a.b', bareSurroundings)).toMatchObject({
    refusal: /^A Namespace's name/,
  })
})

test('what cannot be renamed is told', () => {
  const target = (marked: string) => {
    const { text, offset } = cursorIn(marked)
    return service.renameTarget({ uri, text }, offset, bareSurroundings)
  }
  expect(target('kind: Mod$0ule\nmetadata: {name: m}\n')).toMatchObject({ refusal: /^Only names of/ })
  expect(target('kind: Secret\nmetadata: {name: &x s$0}\n')).toMatchObject({ refusal: /anchor/ })
  expect(target('kind: Secret\nmetadata: {name: s$0}\n')).toMatchObject({ name: 's', kind: 'Secret' })
})

test('a place that is shared by an anchor keeps all from being renamed', () => {
  const { text, offset } = cursorIn(
    'kind: Secret\nmetadata: {name: s$0}\n---\nkind: Secret\nmetadata: {name: &x s, labels: {a: *x}}\n',
  )
  expect(service.rename({ uri, text }, offset, 't', bareSurroundings)).toMatchObject({ refusal: /anchor/ })
})
