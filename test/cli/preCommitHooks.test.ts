import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseArguments } from '../../server/cli/parseArguments.ts'

const hooks: readonly { id: string; entry: string; files: string }[] = parse(
  readFileSync('.pre-commit-hooks.yaml', 'utf8'),
)

test.each(hooks.map((hook) => [hook.id, hook] as const))('%s runs a command that exists, on YAML', (_, hook) => {
  const [program, ...argv] = hook.entry.split(' ')
  expect(program).toBe('kmm')
  expect(parseArguments([...argv, 'a.yaml', 'b.yml'])).toMatchObject({ ask: 'command', command: { name: 'check' } })
  expect(['a.yaml', 'deploy/b.yml', 'c.json', 'yaml'].filter((file) => new RegExp(hook.files).test(file))).toEqual([
    'a.yaml',
    'deploy/b.yml',
  ])
})
