import { expect, test } from 'vitest'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'

test.each([
  ['a: {b: x?}', 'kmm/yaml-syntax', '?', 'text that holds `?` or brackets needs quotes'],
  ['a: x\u0007y', 'kmm/yaml-character', '\u0007', 'cannot be printed'],
  ['a:\n-\tx', 'kmm/yaml-tab', '\t', 'no tab here'],
  ['a: "\\/"', 'kmm/yaml-escape', '\\/', 'escape'],
  ['%FOO bar\n---\na: b', 'kmm/yaml-directive', '%FOO', 'directive'],
  ['a: &b😀 c', 'kmm/yaml-anchor', '&b😀', 'rename it'],
  ['# c\n%YAML 1.2 # d\n---\na: b', 'kmm/yaml-version', '%YAML 1.2', 'remove this line'],
])('%j: %s', (text, id, place, words) => {
  const [document] = parseYaml(text).documents
  const [problem, ...rest] = document?.problems ?? []
  expect(rest).toEqual([])
  expect(problem?.id).toBe(id)
  expect(problem?.message).toContain(words)
  expect(problem && text.slice(problem.range.start, problem.range.end)).toBe(place)
})

test.each([
  ['a: b\n\u0007c: [\n', ['kmm/yaml-open-bracket', 'kmm/yaml-character']],
  ['%YAML 1.2\n---\na: b\nc\n', ['kmm/yaml-missing-colon', 'kmm/yaml-version']],
  ['a: &x.y z\nb\n', ['kmm/yaml-missing-colon', 'kmm/yaml-anchor']],
  ['a: *x.y\n', ['kmm/yaml-alias']],
])('what the mending parser does not mind is told beside what it does: %j', (text, ids) => {
  expect(parseYaml(text).documents.flatMap(({ problems }) => problems.map(({ id }) => id))).toEqual(ids)
})
