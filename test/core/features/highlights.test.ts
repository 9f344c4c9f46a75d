import { expect, test } from 'vitest'
import { bareSurroundings } from '../../../server/core/features/surroundings.ts'
import { selectorKey } from '../../../server/core/kmm/clusterFacts.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { cursorIn } from '../../support/cursor.ts'
import { modulePieces } from '../../support/modulePieces.ts'

const mappings = (...matchers: readonly string[]) =>
  modulePieces({ mapping: `${matchers[0]}\ncontainerImage: quay.io/a/b:1` }).replace(
    '  selector',
    `${matchers
      .slice(1)
      .map((matcher) => `        - ${matcher}\n          containerImage: quay.io/a/b:1\n`)
      .join('')}  selector`,
  )

function highlighted(marked: string, kernels: readonly string[] = []): readonly string[] {
  const { text, offset } = cursorIn(marked)
  const nodes = kernels.map((kernel, at) => ({ name: `node-${at}`, kernel, ready: true }))
  const cluster = {
    ...bareSurroundings.cluster,
    nodes: new Map([[selectorKey({ gpu: '' }), { state: 'known' as const, value: nodes }]]),
  }
  return createLanguageService()
    .highlights({ uri: 'file:///a.yaml', text: `---\n${text}` }, offset + 4, { ...bareSurroundings, cluster })
    .map(({ range, role }) => `${role} ${text.slice(range.start - 4, range.end - 4)}`)
}

test('a regexp, and the literal behind it that it takes', () => {
  expect(highlighted(mappings("regexp: '^6$0'", 'literal: 6.6.87', 'literal: 5.14.0'))).toEqual([
    "write '^6'",
    'read 6.6.87',
  ])
})

test('a literal, and the regexp before it', () => {
  expect(highlighted(mappings("regexp: '^6'", 'literal: 6.6.$087'))).toEqual(["write '^6'", 'read 6.6.87'])
})

test('the same regexp twice', () => {
  expect(highlighted(mappings("regexp: '^6$0'", "regexp: '^6'"))).toEqual(["write '^6'", "read '^6'"])
})

test('two regexps that a kernel of the cluster satisfies', () => {
  const two = mappings("regexp: '^6$0'", "regexp: 'fc39'")
  expect(highlighted(two)).toEqual([])
  expect(highlighted(two, ['6.6.2-201.fc39.x86_64'])).toEqual(["write '^6'", "read 'fc39'"])
})

test('a name, wherever it stands in the file', () => {
  const text =
    'kind: Secret\nmetadata: {name: s}\n---\nkind: Module\nmetadata: {name: m}\nspec: {imageRepoSecret: {name: s$0}}\n'
  expect(highlighted(text)).toEqual(['write s', 'read s'])
})
