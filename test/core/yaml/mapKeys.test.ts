import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'

/** The keys that are told to be there already; those of the filler make the mapping a long one. */
function repeated(lines: readonly string[], filler: number): readonly string[] {
  const more = Array.from({ length: filler }, (_, at) => `filler${at}: x`)
  const text = [...more, ...lines, ''].join('\n')
  const [document] = parseYaml(text).documents
  const found = document?.problems.filter(({ id }) => id === 'kmm/yaml-duplicate-key') ?? []
  return found.map(({ range }) => text.slice(range.start, range.end))
}

describe.each([0, 20])('keys that go-yaml takes for one and the same, beside %i others', (filler) => {
  test.each([
    [
      ['a: 1', 'b: 2', 'a: 3', '"a": 4'],
      ['a', '"a"'],
    ],
    [['yes: 1', 'true: 2', '"true": 3'], ['true']],
    [
      ['10: 1', '0xA: 2', '1_0: 3', '"10": 4'],
      ['0xA', '1_0'],
    ],
    [['1.50: 1', '1.5: 2'], ['1.5']],
    [['1e3: 1', '1000.0: 2', '1000: 3'], ['1000.0']],
    [['1: 1', '1.0: 2', '"1": 3'], []],
    [
      ['0: 1', '-0: 2', '0.0: 3', '-0.0: 4'],
      ['-0', '-0.0'],
    ],
    [['.inf: 1', '+.inf: 2', '-.inf: 3'], ['+.inf']],
    [['.nan: 1', '.NaN: 2'], []],
  ])('%j', (lines, expected) => {
    expect(repeated(lines, filler)).toEqual(expected)
  })
})
