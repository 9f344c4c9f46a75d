import { expect, test } from 'vitest'
import { chooseModule } from '../../server/cli/chooseModule.ts'
import { sourceText } from '../../server/cli/sourceText.ts'
import { createLanguageService } from '../../server/core/languageService.ts'
import { goodModule, moduleNamed } from './moduleFiles.ts'

function choose(text: string, name?: string, number?: string): string {
  const modules = createLanguageService().modules({ uri: 'm.yaml', text })
  const choice = chooseModule(sourceText('m.yaml', text), modules, { name, number })
  return 'sentence' in choice ? choice.sentence : `chose ${choice.module.name?.value} at ${choice.document.start}`
}

const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n'
const two = `${other}---\n${moduleNamed('first')}---\n${moduleNamed('second')}`

test('the only Module needs no choice, whatever else the file holds', () => {
  expect(choose(`${other}---\n${goodModule}`)).toBe(`chose pt-char-dev at ${other.length}`)
})

test('of several, one is chosen by name or by place', () => {
  expect(choose(two, 'second')).toMatch(/^chose second/)
  expect(choose(two, undefined, '1')).toMatch(/^chose first/)
})

test('what cannot be chosen is said', () => {
  expect([
    choose(other),
    choose(two),
    choose(two, 'third'),
    choose(two, undefined, '3'),
    choose(`${goodModule}---\n${goodModule}`, 'pt-char-dev'),
    choose(goodModule.replace('kmm.sigs', 'hub.kmm.sigs').replace('kind: Module', 'kind: ManagedClusterModule')),
  ]).toMatchInlineSnapshot(`
    [
      "m.yaml: holds no Module of \`kmm.sigs.x-k8s.io\`",
      "m.yaml: several Modules could be meant: 1: \`first\` (line 5), 2: \`second\` (line 20); choose one with --name or --document",
      "m.yaml: no Module is the one you chose; there is 1: \`first\` (line 5), 2: \`second\` (line 20)",
      "m.yaml: no Module is the one you chose; there is 1: \`first\` (line 5), 2: \`second\` (line 20)",
      "m.yaml: several Modules could be meant: 1: \`pt-char-dev\` (line 1), 2: \`pt-char-dev\` (line 16); choose one with --document",
      "m.yaml: holds a ManagedClusterModule, which is applied on a hub with \`kubectl apply\`; kmm applies Modules",
    ]
  `)
})
