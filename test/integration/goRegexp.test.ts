import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from '../../server/core/kmm/goRegexp.ts'
import { likelyRegexpText, regexpText } from '../support/regexpText.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { judgeRegexps } from '../support/testbedTools.ts'

const { binary, skipped } = await findTestbedParts()

const kernels = [
  '6.6.2-201.fc39.x86_64',
  '5.14.0-427.13.1.el9_4.x86_64',
  '5.15.133',
  '6.1.0-18~bpo11+1-amd64',
  '5.15.0-1053-azure',
  '',
  'x86_64',
]

const pieces = [
  '5',
  '14',
  '.',
  '-',
  '_',
  '~',
  'x86_64',
  'el9',
  'fc39',
  'amd64',
  'A',
  ' ',
  '\n',
  '\f',
  '/',
  'é',
  '\u{1f600}',
]
/** Kernels as they are, and texts that only look a little like them. */
const kernelText = fc.oneof(
  fc.constantFrom(...kernels),
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((some) => some.join('')),
)
const question = fc.record({
  pattern: fc.oneof(regexpText, likelyRegexpText),
  inputs: fc.array(kernelText, { minLength: 4, maxLength: 4 }).map((some) => [...kernels.slice(0, 2), ...some]),
})

/**
 * Where re2js and Go differ: names of Unicode properties. Go 1.25 brought longer and case-blind names and a few more
 * classes; re2js has three of them. KMM 2.1 to 2.6 are built with Go 1.23, which refuses all six, main with 1.25, which
 * takes them. No kernel's name needs any.
 */
const propertyNames = [
  { name: 'Letter', weTake: false },
  { name: 'greek', weTake: false },
  { name: 'ASCII', weTake: false },
  { name: 'LC', weTake: true },
  { name: 'Cn', weTake: true },
  { name: 'Assigned', weTake: true },
]

describe.skipIf(skipped !== undefined)(skipped ?? "Go's own regexp", () => {
  test('accepts, refuses and matches what we do, on 30,000 generated patterns', { timeout: 60_000 }, async () => {
    const questions = fc.sample(question, { numRuns: 30_000, seed: 20_261_123 })
    const answers = await judgeRegexps(binary, questions)
    const different = questions.flatMap(({ pattern, inputs }, at) => {
      const go = answers[at]
      const ours = compileGoRegexp(pattern)
      const said = ours.ok ? inputs.map(ours.matches) : ours.reason
      const goSaid = go?.error === undefined ? go?.matches : reasonOf(go.error)
      return JSON.stringify(said) === JSON.stringify(goSaid) ? [] : [{ pattern, inputs, said, goSaid }]
    })
    expect(different).toEqual([])
    const accepted = answers.filter((answer) => answer.error === undefined)
    expect(accepted.length).toBeGreaterThan(15_000)
    expect(accepted.filter((answer) => answer.matches.includes(true)).length).toBeGreaterThan(4_000)
  })

  test('of 1.25 and later takes six names of properties that 1.23 refuses, of which we take three', async () => {
    const patterns = propertyNames.map(({ name }) => `\\p{${name}}`)
    const answers = await judgeRegexps(
      binary,
      patterns.map((pattern) => ({ pattern, inputs: [] })),
    )
    expect(answers.map((answer) => answer.error)).toEqual(patterns.map(() => undefined))
    expect(patterns.map((pattern) => compileGoRegexp(pattern).ok)).toEqual(propertyNames.map(({ weTake }) => weTake))
  })
})

/** Go's text without its frame and the piece it quotes. */
function reasonOf(error: string): string {
  return error.replace(/^error parsing regexp: /, '').replace(/: `[\s\S]*`$/, '')
}
