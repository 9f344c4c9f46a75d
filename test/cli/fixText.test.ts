import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixText } from '../../server/cli/fixText.ts'
import type { Fix, Problem } from '../../server/core/features/problem.ts'
import { bareSurroundings } from '../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../server/core/languageService.ts'
import { goodModule } from './moduleFiles.ts'

const service = createLanguageService()
const problemsOf = (text: string) => service.problems({ uri: 'm.yaml', text }, bareSurroundings)

/** A judge that finds a problem at every match, and would put `instead` there. */
function finds(pattern: RegExp, instead: string, id: `kmm/${string}` = 'kmm/x', fix: Partial<Fix> = {}) {
  return (text: string): readonly Problem[] =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => {
      const range = { start: index, end: index + found.length }
      const edits = [{ range, newText: instead }]
      const fixes = [{ title: 'Mend it', edits, preferred: true, ...fix }]
      return { id, severity: 'error', message: '', range, path: [index], fixes }
    })
}

test('all problems of a text, neighbours included', () => {
  expect(fixText('aa.a\na', finds(/a/g, 'b'))).toEqual({
    text: 'bb.b\nb',
    taken: expect.arrayContaining([
      { id: 'kmm/x', title: 'Mend it', line: 1 },
      { id: 'kmm/x', title: 'Mend it', line: 2 },
    ]),
  })
})

test('fixes that others make possible', () => {
  const chain = (text: string) => [...finds(/a/g, 'b')(text), ...finds(/b/g, 'c', 'kmm/y')(text)]
  expect(fixText('a', chain).text).toBe('c')
})

test('a fix that does not help is not taken', () => {
  expect(fixText('a a', finds(/a/g, 'a'))).toEqual({ text: 'a a', taken: [] })
  expect(fixText('a', finds(/a/g, 'aa')).text).toBe('a')
})

test('fixes that undo each other come to an end', () => {
  const there = (text: string) => [...finds(/a/g, 'b')(text), ...finds(/b/g, 'a', 'kmm/y')(text)]
  expect(fixText('a', there).taken).toHaveLength(1)
})

test('a fix that helps only after another one', () => {
  const judge = (text: string) => [
    ...finds(/a/g, text.includes('b') ? 'aa' : '')(text),
    ...finds(/b/g, '', 'kmm/y')(text),
  ]
  expect(fixText('a b', judge).text).toBe(' ')
})

test('a fix that breaks YAML is not taken, and the others are', () => {
  const judge = (text: string) => [
    ...finds(/a/g, '!')(text),
    ...finds(/b/g, 'c', 'kmm/y')(text),
    ...finds(/!/g, '', 'kmm/yaml-syntax', { preferred: false })(text),
  ]
  expect(fixText('a b', judge).text).toBe('a c')
})

test('a fix that nobody prefers is left to a person', () => {
  expect(fixText('a', finds(/a/g, 'b', 'kmm/x', { preferred: false }))).toEqual({ text: 'a', taken: [] })
})

test('new lines end as those of the file', () => {
  expect(fixText('a\r\n', finds(/a/g, 'b\nc')).text).toBe('b\r\nc\r\n')
  expect(fixText('a\r\n\n', finds(/a/g, 'b\nc')).text).toBe('b\nc\r\n\n')
  expect(fixText('a', finds(/a/g, 'b\nc')).text).toBe('b\nc')
})

test('a Module with several problems', () => {
  const broken = goodModule
    .replace('selector:', 'selctor:')
    .replace('kind: Module', 'kind: Modul')
    .replace("regexp: '^.+$'", 'literal: 5.15.133+')
  const { text, taken } = fixText(broken, problemsOf)
  expect(problemsOf(text)).toEqual([])
  expect(taken.map(({ id }) => id).sort()).toMatchInlineSnapshot(`
    [
      "kmm/kind",
      "kmm/literal-plus",
      "kmm/unknown-key",
    ]
  `)
})

test('whatever the damage: no more problems than before, and nothing left to take', () => {
  const piece = fc.constantFrom('', 'x', ':', '  ', '\t', 'yes', '"', '- ', '\n')
  const damage = fc.array(fc.tuple(fc.nat(goodModule.length), fc.nat(12), piece), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(damage, (cuts) => {
      const text = cuts.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), goodModule)
      const once = fixText(text, problemsOf)
      expect(fixText(once.text, problemsOf)).toEqual({ text: once.text, taken: [] })
      if (once.taken.length === 0) expect(once.text).toBe(text)
    }),
  )
})
