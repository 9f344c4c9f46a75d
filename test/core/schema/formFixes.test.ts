import { expect, test } from 'vitest'
import { checkFix, problemsIn } from '../../support/check.ts'
import { modulePieces } from '../../support/modulePieces.ts'

const modprobe = (text: string) => modulePieces({ modprobe: `moduleName: a\n${text}` })
const mapping = (text: string) => modulePieces({ mapping: `regexp: .\ncontainerImage: quay.io/a/b:1\n${text}` })
const build = (text: string) => mapping(`build:\n  dockerfileConfigMap:\n    name: f\n${text}`)
const spec = (text: string) => modulePieces({ spec: text })
const selector = (text: string) => modulePieces({}).replace('  selector:\n    gpu: ""\n', `  selector:${text}\n`)

test.each([
  ['parameters as a mapping', modprobe('parameters:\n  a: b\n  n: 5'), modprobe('parameters:\n  - a=b\n  - n=5')],
  ['parameters in braces', modprobe('parameters: {a: "x y"}'), modprobe('parameters:\n  - "a=x y"')],
  ['one parameter', modprobe('parameters: a=b'), modprobe('parameters: ["a=b"]')],
  [
    'build arguments as a mapping',
    build('  buildArgs:\n    A: b\n    N: 5'),
    build('  buildArgs:\n    - name: A\n      value: b\n    - name: "N"\n      value: "5"'),
  ],
  [
    'one build argument without its dash',
    build('  buildArgs:\n    name: A\n    value: b'),
    build('  buildArgs:\n    - name: A\n      value: b'),
  ],
  ['a name for a list of references', build('  secrets: token'), build('  secrets:\n    - name: token')],
  [
    'one kernel mapping without its dash',
    modulePieces({}).replace('        -\n', ''),
    modulePieces({}).replace('        -\n          regexp', '        - regexp'),
  ],
  ['a name for a reference', spec('imageRepoSecret: pull'), spec('imageRepoSecret:\n  name: pull')],
  ['a list with a name for a reference', spec('imageRepoSecret: [pull]'), spec('imageRepoSecret:\n  name: pull')],
  ['a list for a reference', spec('imageRepoSecret:\n  - name: pull'), spec('imageRepoSecret:\n  name: pull')],
  [
    'labels as a list of pairs',
    selector('\n    - gpu: "true"\n    - b: ""'),
    selector('\n    gpu: "true"\n    b: ""').replace('"true"', '"true"'),
  ],
  ['labels as texts', selector(' [a/b=c, gpu]'), selector('\n    a/b: c\n    gpu: ""')],
  ['labels as one text', selector(' gpu=yes'), selector('\n    gpu: "yes"')],
  ['a list where one text goes', modprobe('dirName: [/opt]'), modprobe('dirName: /opt')],
])('%s', (_, before, after) => checkFix('kmm/wrong-type', before, after))

test.each([
  ['a comment would be lost', modprobe('parameters:\n  # why\n  a: b')],
  ['an anchor would be lost', modprobe('parameters: &p\n  a: b')],
  ['there is no one value', modprobe('dirName: [/opt, /lib]')],
  ['nothing says what is meant', modprobe('args: text')],
  ['the keys are not those of an item', spec('tolerations: {a: b}')],
  [
    'it stands in brackets',
    modulePieces({ modprobe: 'moduleName: a' })
      .replace('moduleName: a', 'moduleName: a')
      .replace('modprobe:\n        moduleName: a', 'modprobe: {moduleName: a, parameters: {a: b}}'),
  ],
  ['a text is made of several lines', modprobe('dirName:\n  - |\n    /opt')],
])('no fix where %s', (_, text) => {
  const problem = problemsIn(text).find(({ id }) => id === 'kmm/wrong-type')
  expect(problem).toBeDefined()
  expect(problem?.fixes ?? []).toEqual([])
})
