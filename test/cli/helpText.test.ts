import { expect, test } from 'vitest'
import { commands } from '../../server/cli/commands.ts'
import { helpText } from '../../server/cli/helpText.ts'

test('the overview names every command', () => {
  for (const { name, summary } of commands) {
    expect(helpText(undefined)).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'))
  }
})

test.each(commands.map((command) => [command.name, command] as const))('help on %s is complete', (_, command) => {
  const help = helpText(command)
  for (const { name } of command.options) expect(help).toContain(`--${name}`)
  for (const [code] of command.exits) expect(help).toMatch(new RegExp(`^  ${code} +\\S`, 'm'))
  for (const [example] of command.examples) expect(help).toContain(example)
})

test.each([undefined, ...commands])('no line is wider than 80 columns', (command) => {
  expect(
    helpText(command)
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([])
})
