import { expect, test } from 'vitest'
import { splitDocuments } from '../../../server/core/yaml/splitDocuments.ts'

test.each<[string, readonly string[]]>([
  ['', ['']],
  ['a: 1\n', ['a: 1\n']],
  ['---\na: 1\n---\nb: 2\n', ['---\na: 1\n', '---\nb: 2\n']],
  ['# c\n%YAML 1.1\n---\na: 1\n', ['# c\n%YAML 1.1\n---\na: 1\n']],
  ['a: 1\n---\n---\n', ['a: 1\n', '---\n', '---\n']],
  ['a: 1\n...\n', ['a: 1\n...\n']],
  ['a: 1\n...\n# end\n\n', ['a: 1\n...\n# end\n\n']],
  ['a: 1\n...\nb: 2\n', ['a: 1\n...\n', 'b: 2\n']],
  ['a: 1\n...\n%YAML 1.1\n---\nb: 2', ['a: 1\n...\n', '%YAML 1.1\n---\nb: 2']],
  ['a: |\n  ---\n  b\n', ['a: |\n  ---\n  b\n']],
  ['a: ---\n----\n', ['a: ---\n----\n']],
  ['---a\n--- b\n---\tc\n', ['---a\n', '--- b\n', '---\tc\n']],
  ['\uFEFF---\r\na: 1\r\n---\r\nb: 2\r\n', ['\uFEFF---\r\na: 1\r\n', '---\r\nb: 2\r\n']],
  ['a: 1\u2028---\u0085b: 2\r...\rc: 3', ['a: 1\u2028', '---\u0085b: 2\r...\r', 'c: 3']],
])('%j', (text, parts) => {
  expect(splitDocuments(text).map(({ start, end }) => text.slice(start, end))).toEqual(parts)
})
