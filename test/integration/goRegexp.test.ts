import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from '../../server/core/kmm/goRegexp.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { judgeRegexps } from '../support/testbedTools.ts'

const { binary, skipped } = await findTestbedParts()

const kernels = [
  '6.6.2-201.fc39.x86_64',
  '5.14.0-427.13.1.el9_4.x86_64',
  '5.15.133',
  '6.1.0-18~bpo11+1-amd64',
  '',
  'x86_64',
]

/** Pieces that people write, well and badly: what comes of them is often refused, and that must agree too. */
const piece = fc.constantFrom(
  ...[
    '^',
    '$',
    '.',
    '.+',
    '.*',
    '\\.',
    '5',
    '14',
    'el9',
    'x86_64',
    '_',
    '-',
    '\\d+',
    '\\w',
    '\\s',
    '\\b',
    '[0-9]',
    '[^.]',
  ],
  ...[
    '(',
    ')',
    '(?:',
    '(?i)',
    '(?P<n>',
    '(?<n>',
    '(?=',
    '(?!',
    '[',
    ']',
    '[[:alpha:]]',
    '{2}',
    '{2,1}',
    '{1001}',
    '*',
    '+',
    '?',
  ],
  ...[
    '|',
    '\\Q',
    '\\E',
    '\\A',
    '\\z',
    '\\Z',
    '\\1',
    '\\y',
    '\\pL',
    '\\x{41}',
    '\\',
    '\\f',
    '[b-a]',
    'fc\\d{2}',
    'amd64',
  ],
)
const pattern = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))

describe.skipIf(skipped !== undefined)(skipped ?? "Go's own regexp", () => {
  test('accepts, refuses and matches what we do, on generated patterns', async () => {
    const patterns = fc.sample(pattern, { numRuns: 5_000, seed: 20_261_123 })
    const answers = await judgeRegexps(
      binary,
      patterns.map((one) => ({ pattern: one, inputs: kernels })),
    )
    const different = patterns.flatMap((one, at) => {
      const go = answers[at]
      const ours = compileGoRegexp(one)
      const said = ours.ok ? kernels.map(ours.matches) : ours.reason
      const goSaid = go?.error === undefined ? go?.matches : reasonOf(go.error)
      return JSON.stringify(said) === JSON.stringify(goSaid) || knownDifference(one)
        ? []
        : [{ pattern: one, said, goSaid }]
    })
    expect(different).toEqual([])
    expect(answers.filter((answer) => answer.error === undefined).length).toBeGreaterThan(1_000)
  })
})

/** Go's text without its frame and the piece it quotes. */
function reasonOf(error: string): string {
  return error.replace(/^error parsing regexp: /, '').replace(/: `[\s\S]*`$/, '')
}

/** Go 1.26 accepts two groups of one name; re2js does not. KMM's patterns have no use for group names. */
function knownDifference(one: string): boolean {
  return one.split('<n>').length > 2
}
