import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../../../server/core/features/problem.ts'
import { regexpRules } from '../../../../server/core/features/rules/regexps.ts'
import { applyEdits, checkFix, problemsAdded, problemsIn } from '../../../support/check.ts'
import { modulePieces } from '../../../support/modulePieces.ts'
import { likelyRegexpText, regexpText } from '../../../support/regexpText.ts'

const withRegexp = (regexp: string): string =>
  modulePieces({ mapping: `regexp: ${regexp}\ncontainerImage: quay.io/example/drv:\${KERNEL_FULL_VERSION}` })

/** Ids of what is said of a regexp, each with the characters it is said of. */
function saidOf(regexp: string): readonly string[] {
  const text = withRegexp(regexp)
  return problemsIn(text).map(({ id, range }) => `${id.replace('kmm/', '')} ${text.slice(range.start, range.end)}`)
}

function mends(id: Problem['id'], before: string, after: string, title?: string): void {
  checkFix(id, withRegexp(before), withRegexp(after), title)
}

describe('control characters', () => {
  test.each([
    ["'^.+\\fc37\\.x86_64$'", ['regexp-control-escape \\f']],
    ["'^5\\.\\t$'", ['regexp-control-escape \\t']],
    ['"^.+\\\\fc37$"', ['regexp-control-escape \\\\f']],
    ['"^.+\\fc37$"', ['regexp-impossible \\f']],
    ["'^5\\x0c'", ['regexp-control-escape \\x0c']],
    ["'^5\\\\f'", ['regexp-impossible \\\\']],
  ])('%s', (regexp, said) => {
    expect(saidOf(regexp)).toEqual(said)
  })

  test('become a dot and the letter', () => {
    mends('kmm/regexp-control-escape', "'^.+\\fc37\\.x86_64$'", "'^.+\\.fc37\\.x86_64$'")
    mends('kmm/regexp-control-escape', '"^.+\\\\fc37$"', '"^.+\\\\.fc37$"')
    mends('kmm/regexp-impossible', '"^.+\\fc37$"', '"^.+\\\\.fc37$"')
  })
})

describe("what no kernel's name holds", () => {
  test.each([
    ["'^5 .*'", ['regexp-impossible  ']],
    ["'^5/x'", ['regexp-impossible /']],
    ["'^5/?x'", []],
    ["'^5é'", ['regexp-impossible é']],
    ["'^5$\\.0'", ['regexp-impossible $']],
    ["'^5$|^6'", []],
    ["'5^6'", ['regexp-impossible ^']],
    ["'^5*^6'", []],
    ["'^5$.*'", []],
    ["'^[0-9]+~bpo11\\+1'", []],
  ])('%s', (regexp, said) => {
    expect(saidOf(regexp)).toEqual(said)
  })

  test('is taken out where that is clear', () => {
    mends('kmm/regexp-impossible', "'^5$\\.0'", "'^5\\.0'")
    mends('kmm/regexp-impossible', "'^5 '", "'^5'")
  })

  test('also comes with the line break of a block', () => {
    expect(saidOf('|\n  ^5$').map((one) => one.split(' ')[0])).toEqual(['regexp-impossible'])
    mends('kmm/regexp-impossible', '|\n  ^5$', '"^5$"')
    expect(saidOf('|-\n  ^5$')).toEqual([])
  })
})

describe('dots', () => {
  test.each([
    ["'^.+\\.fc39.x86_64$'", ['regexp-dot .']],
    ["'^5.14.0-.*$'", ['regexp-dot .']],
    ["'^.+.azure$'", ['regexp-dot .']],
    ["'^5.\\d+$'", ['regexp-dot .']],
    ["'^.+$'", []],
    ["'^5\\.14\\.0-.*\\.x86_64$'", []],
    ["'^5...$'", []],
    ["'^5.?14'", []],
  ])('%s', (regexp, said) => {
    expect(saidOf(regexp)).toEqual(said)
  })

  test('are escaped, all at once', () => {
    mends('kmm/regexp-dot', "'^5.14.0-.*$'", "'^5\\.14\\.0-.*$'", 'Escape 2 dots')
    mends('kmm/regexp-dot', '^5.14', '"^5\\\\.14"', 'Escape the dot')
  })
})

describe('anchors', () => {
  test.each([
    ["'6\\.6'", ["regexp-unanchored '6\\.6'"]],
    ["'x86_64'", ["regexp-unanchored 'x86_64'"]],
    ["'^6\\.6'", []],
    ["'6\\.6$'", []],
    ["'.*azure.*'", []],
    ["'.+'", []],
    ["''", ['no-matcher -']],
  ])('%s', (regexp, said) => {
    expect(saidOf(regexp).filter((one) => !one.startsWith('no-matcher'))).toEqual(
      said.filter((one) => !one.startsWith('no-matcher')),
    )
  })

  test('are added where they most likely belong', () => {
    mends('kmm/regexp-unanchored', "'6\\.6'", "'^6\\.6'")
    mends('kmm/regexp-unanchored', "'\\.x86_64'", "'\\.x86_64$'")
    mends('kmm/regexp-unanchored', "'5|6'", "'^(?:5|6)'")
    mends('kmm/regexp-unanchored', "'6\\.6'", "'^6\\.6$'", 'Let it be the whole name: `^…$`')
  })
})

test('what a template fills in later is left alone', () => {
  expect(saidOf("'{{ .Values.kernel }}'")).toEqual([])
})

const own = new Set<string>(regexpRules.map(({ id }) => id))

test('every fix of any regexp removes its problem and adds none', () => {
  const regexp = fc.oneof(likelyRegexpText, regexpText).filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(regexp, fc.constantFrom('single', 'double', 'block'), (pattern, style) => {
      const quotes = {
        single: `'${pattern.replaceAll("'", "''")}'`,
        double: JSON.stringify(pattern),
        block: `|-\n  ${pattern}`,
      }
      const before = withRegexp(quotes[style])
      for (const problem of problemsIn(before).filter(({ id }) => own.has(id) || id === 'kmm/regexp-invalid')) {
        for (const fix of problem.fixes ?? []) {
          const after = applyEdits(before, fix.edits)
          const left = (text: string): number => problemsIn(text).filter(({ id }) => id === problem.id).length
          expect([fix.title, pattern, left(after) < left(before)]).toEqual([fix.title, pattern, true])
          // What Go can read at last is judged for the first time.
          const added = problem.id === 'kmm/regexp-invalid' ? [] : problemsAdded(before, after)
          expect([fix.title, pattern, added]).toEqual([fix.title, pattern, []])
        }
      }
    }),
    { numRuns: 600 },
  )
})
