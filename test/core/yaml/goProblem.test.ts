import { expect, test } from 'vitest'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'

test.each([
  ['a: {b: x?}', 'kmm/yaml-syntax', 'x?', 'text that holds `?` or brackets needs quotes'],
  ['a: x\u0007y', 'kmm/yaml-character', '\u0007', 'cannot be printed'],
  ['a:\n-\tx', 'kmm/yaml-tab', '\t', 'no tab here'],
  ['a: "\\/"', 'kmm/yaml-escape', '"\\/"', 'escape'],
  ['%FOO bar\n---\na: b', 'kmm/yaml-directive', '%FOO', 'directive'],
])('%j: %s', (text, id, _place, words) => {
  const [document] = parseYaml(text).documents
  const [problem, ...rest] = document?.problems ?? []
  expect(rest).toEqual([])
  expect(problem?.id).toBe(id)
  expect(problem?.message).toContain(words)
  expect(problem && problem.range.end > problem.range.start && problem.range.end <= text.length).toBe(true)
})
