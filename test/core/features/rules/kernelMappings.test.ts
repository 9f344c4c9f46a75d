import { describe, expect, test } from 'vitest'
import { checkFix, checkProblems, problemsIn } from '../../../support/check.ts'
import { modulePieces } from '../../../support/modulePieces.ts'

const image = 'containerImage: quay.io/example/drv:$KERNEL_FULL_VERSION'
const withMapping = (lines: string): string => modulePieces({ mapping: `${lines}\n${image}` })

describe('which kernels', () => {
  test('one way only', () => {
    checkProblems(
      withMapping("literal: 5.14.0-1.x86_64\nregexp: '^5'\n#^^^^^ kmm/x".replace('\n#^^^^^ kmm/x', '')).replace(
        "          regexp: '^5'\n",
        "          regexp: '^5'\n        # ^^^^^^ kmm/literal-and-regexp: exclude each other\n",
      ),
    )
    const before = withMapping("literal: 5.14.0-1.x86_64\nregexp: '^5'")
    checkFix('kmm/literal-and-regexp', before, withMapping('literal: 5.14.0-1.x86_64'), 'Remove regexp')
    checkFix('kmm/literal-and-regexp', before, withMapping("regexp: '^5'"), 'Remove literal')
  })

  test('neither', () => {
    const text = modulePieces({ mapping: image })
    expect(problemsIn(text).map((one) => one.id)).toEqual(['kmm/no-matcher'])
    checkFix('kmm/no-matcher', text, modulePieces({ mapping: `${image}\nregexp: '^.+$'` }))
    checkFix('kmm/no-matcher', withMapping('regexp: ""'), withMapping("regexp: '^.+$'"))
  })

  test('neither is not said where one is misspelt or of another type', () => {
    expect(problemsIn(withMapping("regex: '^5'")).map((one) => one.id)).toEqual(['kmm/unknown-key'])
    expect(problemsIn(withMapping('literal: 5.10')).map((one) => one.id)).toEqual(['kmm/yaml11-number'])
  })
})

describe('regexps', () => {
  test.each([
    ["'^5\\.(14$'", '(', 'missing closing )'],
    ["'a(?=b)'", '(?=', 'invalid or unsupported Perl syntax'],
    ["'[a'", '[a', 'missing closing ]'],
    ["'*a'", '*', 'missing argument to repetition operator'],
    ["'a{1001}'", '{1001}', 'invalid repeat count'],
    ["'\\1'", '\\1', 'invalid escape sequence'],
  ])('%s', (regexp, place, reason) => {
    const text = withMapping(`regexp: ${regexp}`)
    const [found, ...rest] = problemsIn(text)
    expect(rest).toEqual([])
    expect(found).toMatchObject({ id: 'kmm/regexp-invalid', severity: 'error', refusal: { stage: 'webhook' } })
    expect(found?.message).toContain(reason)
    expect(text.slice(found?.range.start, found?.range.end)).toBe(place)
  })

  test.each([
    ["'^5\\.(14$'", "'^5\\.(14)$'", 'Close the group'],
    ["'^5\\.14)$'", "'^5\\.14$'", 'Remove `)`'],
    ["'^[5$'", "'^[5]$'", 'Close the class'],
    ["'*-azure$'", "'.*-azure$'", 'Repeat any character: `.*`'],
    ["'^a{1001}'", "'^a+'", 'Repeat any number of times: `+`'],
    ["'^5\\Z'", "'^5$'", 'Use `$`, the end'],
    ["'^5\\el9'", "'^5\\.el9'", 'Search for `.e`'],
    ["'^[9-0]'", "'^[0-9]'", 'Turn the range round'],
    ["'^5**$'", "'^5*$'", 'Keep `*` only'],
    ["'^5\\'", "'^5'", 'Remove the backslash'],
    ['"^5\\\\.(14$"', '"^5\\\\.(14)$"', 'Close the group'],
  ])('%s is mended to %s', (before, after, title) => {
    checkFix('kmm/regexp-invalid', withMapping(`regexp: ${before}`), withMapping(`regexp: ${after}`), title)
  })

  test('stand on the very characters in quotes and blocks, too', () => {
    for (const regexp of ['"^5\\\\.(14$"', "'^''\\.(14$'", '|-\n  ^5(14$', '>-\n  ^5(14$']) {
      const text = withMapping(`regexp: ${regexp}`)
      const found = problemsIn(text).find(({ id }) => id === 'kmm/regexp-invalid')
      expect(text.slice(found?.range.start)).toMatch(/^\(14\$/)
    }
  })

  test('that Go cannot read say which mappings it keeps from being tried', () => {
    const mapping = "regexp: '^5('\ncontainerImage: q/a:1".replaceAll('\n', '\n            ')
    const text = modulePieces({ container: '' }).replace('        -\n', () => `        - ${mapping}\n        -\n`)
    const invalid = problemsIn(text).find(({ id }) => id === 'kmm/regexp-invalid')
    expect(invalid?.related?.[0]?.message).toContain('is not tried as long as')
    expect(invalid?.fixes?.map(({ title }) => title)).toContain('Remove this mapping')
  })

  test('that Go reads are left alone', () => {
    for (const regexp of ["'^*'", "'(?i)^a'", "'^[[:alpha:]]'", "'^(?P<n>a)(?P<n>b)'", "''", '^.+$']) {
      const ids = problemsIn(
        withMapping(`literal: ${regexp === "''" ? '5.14.0-1.x86_64' : "''"}\nregexp: ${regexp}`),
      ).map((one) => one.id)
      expect(ids).toEqual([])
    }
  })
})

test('a literal that ends in + matches no node', () => {
  const text = withMapping('literal: 5.15.133+')
  expect(problemsIn(text)).toMatchObject([{ id: 'kmm/literal-plus', severity: 'warning' }])
  checkFix('kmm/literal-plus', text, withMapping('literal: "5.15.133"'))
})
