import { expect, test } from 'vitest'
import { parseApplyOptions } from '../../server/cli/applyOptions.ts'
import { parseArguments } from '../../server/cli/parseArguments.ts'
import { defaults } from '../../server/session/defaults.ts'
import { testIo } from './testIo.ts'

function parse(terminal: boolean, ...argv: string[]) {
  const invocation = parseArguments(['apply', ...argv])
  if (invocation.ask !== 'command') throw new Error(JSON.stringify(invocation))
  return parseApplyOptions(testIo({ terminal }).io, invocation.arguments)
}

test('defaults', () => {
  expect(parse(true, 'm.yaml')).toMatchObject({ path: 'm.yaml', yes: false, dryRun: false, follow: true })
})

test('who says nothing waits as long as in the editor', () => {
  expect(parse(true, 'm.yaml')).toMatchObject({ failAfterMs: defaults.failAfterSeconds * 1000 })
})

test('without a terminal only --yes and --dry-run go on', () => {
  expect(parse(false, 'm.yaml')).toMatchObject({ sentence: expect.stringContaining('pass --yes') })
  expect(parse(true, '-')).toMatchObject({ sentence: expect.stringContaining('stdin holds the document') })
  expect(parse(false, 'm.yaml', '--yes')).toMatchObject({ yes: true })
  expect(parse(false, '-', '--dry-run')).toMatchObject({ dryRun: true })
})

test.each([
  [[], 'name the file to apply'],
  [['a.yaml', 'b.yaml'], 'takes one file'],
  [['a.yaml', '--fail-after', 'soon'], '`--fail-after` needs a number of seconds'],
  [['a.yaml', '--fail-after', '0'], '`--fail-after` needs a number of seconds'],
])('%j is wrong usage', (argv, sentence) => {
  expect(parse(true, ...argv)).toMatchObject({ sentence: expect.stringContaining(sentence) })
})
