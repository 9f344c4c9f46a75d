import { describe, expect, test } from 'vitest'
import { bareSurroundings } from '../../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { sizeRefusal } from '../../../server/core/yaml/sizeRefusal.ts'
import { hostileTexts } from '../../bench/hostileTexts.ts'
import { manyAliases, manyDocuments, manyMappings } from '../../bench/texts.ts'
import { moduleText } from '../../support/moduleText.ts'

const uri = 'file:///module.yaml'
const head = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\n'

describe('what no Module has', () => {
  test.each([
    ['more text than etcd stores', `${head}# ${'a\n# '.repeat(400_000)}`, '1,600,0'],
    ['a long line', `${head}x: ${'a'.repeat(300_000)}\n`, 'a line of 300,003 characters'],
    ['deep brackets', `${head}x: ${'[{a: '.repeat(300)}\n`, '500 brackets'],
    ['deep brackets behind other ends of lines', `${head}x:\r${' [\r'.repeat(600)}`, '500 brackets'],
    ['deep dashes', `${head}x:\n  ${'- '.repeat(501)}a\n`, '500 lists'],
    ['deep dashes with tabs', `${head}x:\n  ${'-\t'.repeat(501)}a\n`, '500 lists'],
    ['many labels', `${head}x:\n${'  a: b\n'.repeat(4_001)}`, '4,000 lines'],
    ['many items in brackets', `${head}x: [${'"[", '.repeat(4_001)}]\n`, '4,000 items'],
    ['a long regexp', `${head}x:\n  - regexp: >\n${'      aaaaaaaaa\n'.repeat(300)}`, 'a `regexp`'],
  ])('is told, and left unread: %s', (_, text, what) => {
    expect(sizeRefusal(text)?.what).toContain(what)
    const file = { uri, text }
    const service = createLanguageService()
    expect(service.problems(file, bareSurroundings).map(({ id, severity }) => `${severity} ${id}`)).toEqual([
      'information kmm/too-large',
    ])
    expect(service.completion(file, text.length, bareSurroundings)).toEqual([])
  })

  test('is told of nesting that brackets in comments hide', () => {
    const text = `${head}x:\n${'  [ #]\n'.repeat(3_000)}${'  ]\n'.repeat(3_000)}`
    expect(sizeRefusal(text)).toBeUndefined()
    const [problem, ...others] = createLanguageService().problems({ uri, text }, bareSurroundings)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ id: 'kmm/too-large', range: { start: text.indexOf('[') + 500 * 7 } })
    expect(problem?.message).toContain('more than 500 levels of nesting')
  })

  test('is nothing to us in documents of others', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nx: ${'a'.repeat(300_000)}\n---\n${moduleText()}`
    expect(createLanguageService().problems({ uri, text }, bareSurroundings)).toEqual([])
  })

  test('is what every hostile text has, but for aliases', () => {
    const read = hostileTexts().filter(({ text }) => sizeRefusal(text) === undefined)
    expect(read.map(({ name }) => name)).toEqual(['alias bomb, 10 levels of 10'])
  })
})

describe('what some Module has', () => {
  test.each([
    ['a thousand mappings', manyMappings(1_000)],
    ['a thousand mappings that share anchors', manyAliases(1_000)],
    ['25,000 lines of documents', manyDocuments(25_000)],
    ['a long script in a ConfigMap', `x: |\n${"  if [ -f \"$1\" ]; then { echo 'a, b'; }; fi # it's\n".repeat(3_000)}`],
    ['a long certificate', `x: |\n${`  ${'abc123+/'.repeat(8)}\n`.repeat(5_000)}`],
    ['an annotation with the last applied JSON', `a: '${JSON.stringify(Array(9_000).fill('a'))}'\n`],
    ['a regexp with a long comment below', `- regexp: a\n${'  # b\n'.repeat(1_000)}`],
  ])('is read: %s', (_, text) => {
    expect(sizeRefusal(text)).toBeUndefined()
  })
})
