import { expect, test } from 'vitest'
import { parseArguments } from '../../server/cli/parseArguments.ts'

function refused(...argv: string[]): string {
  const invocation = parseArguments(argv)
  return invocation.ask === 'nothing' ? invocation.sentence : `not refused: ${invocation.ask}`
}

test('options and files may stand in any order; a lone dash is a file', () => {
  const invocation = parseArguments(['apply', '--context=dev', '-', '-y', '-n', 'drivers', '--', '--odd-name.yaml'])
  if (invocation.ask !== 'command') throw new Error(JSON.stringify(invocation))
  const { operands, has, value } = invocation.arguments
  expect(invocation.command.name).toBe('apply')
  expect(operands).toEqual(['-', '--odd-name.yaml'])
  expect([value('context'), value('namespace')]).toEqual(['dev', 'drivers'])
  expect([has('yes'), has('dry-run')]).toEqual([true, false])
})

test('the last of two values counts', () => {
  const invocation = parseArguments(['check', '--format', 'text', '--format', 'json'])
  expect(invocation.ask === 'command' && invocation.arguments.value('format')).toBe('json')
})

test.each([
  [['--version'], { ask: 'version' }],
  [['-V'], { ask: 'version' }],
  [['help'], { ask: 'help', command: undefined }],
  [['--help'], { ask: 'help', command: undefined }],
])('%j', (argv, expected) => {
  expect(parseArguments(argv)).toEqual(expected)
})

test.each([[['help', 'check']], [['check', '--help']], [['check', 'a.yaml', '-h']], [['--help', 'check']]])(
  '%j is help on check',
  (argv) => {
    expect(parseArguments(argv)).toMatchObject({ ask: 'help', command: { name: 'check' } })
  },
)

test('what is wrong is said, with what may be meant', () => {
  expect([
    refused(),
    refused('chekc'),
    refused('frobnicate'),
    refused('help', 'aply'),
    refused('--verison'),
    refused('check', '--fromat', 'json'),
    refused('check', '-q'),
    refused('check', '--format'),
    refused('apply', '--context', '--yes'),
    refused('apply', '--yes=dev'),
  ]).toMatchInlineSnapshot(`
    [
      "say what to do: \`kmm help\` lists the commands",
      "there is no command \`chekc\`; did you mean \`check\`?",
      "there is no command \`frobnicate\`",
      "there is no command \`aply\`; did you mean \`apply\`?",
      "unknown option \`--verison\`; did you mean \`--version\`?",
      "\`kmm check\` has no option \`--fromat\`; did you mean \`--format\`?",
      "\`kmm check\` has no option \`-q\`",
      "\`--format\` needs a value: text|json|sarif|github",
      "\`--context\` needs a value: NAME",
      "\`--yes\` takes no value",
    ]
  `)
})
