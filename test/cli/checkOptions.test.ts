import { expect, test } from 'vitest'
import { parseCheckOptions } from '../../server/cli/checkOptions.ts'
import { parseArguments } from '../../server/cli/parseArguments.ts'

function options(...argv: string[]) {
  const invocation = parseArguments(['check', ...argv])
  if (invocation.ask !== 'command') throw new Error(JSON.stringify(invocation))
  return parseCheckOptions(invocation.arguments)
}

test('what counts when nothing is said', () => {
  expect(options('a.yaml', 'b', 'a.yaml')).toMatchObject({
    paths: ['a.yaml', 'b'],
    format: 'text',
    maxWarnings: Number.POSITIVE_INFINITY,
    fix: false,
    suppressed: [],
  })
})

test('everything at once', () => {
  const argv = ['--suppress', 'image-no-tag', '--suppress=kmm/pattern', '--max-warnings=0', '--format=sarif', '--fix']
  expect(options('a.yaml', ...argv)).toMatchObject({
    format: 'sarif',
    maxWarnings: 0,
    fix: true,
    suppressed: ['kmm/image-no-tag', 'kmm/pattern'],
  })
})

test('which KMM is meant', () => {
  expect(options('a', '--kmm-version', '2.4.1')).toMatchObject({ target: { version: '2.4.1', edition: 'upstream' } })
  expect(options('a', '--kmm-edition=openshift')).toMatchObject({ target: { edition: 'openshift' } })
  expect(options('a')).not.toHaveProperty('target')
})

test.each([
  [['a', '--kmm-version', '9.9'], 'there is no KMM `9.9`'],
  [['a', '--kmm-edition', 'redhat'], 'there is no edition `redhat`'],
  [[], 'name the files or folders'],
  [['a', '--format', 'xml'], 'not `xml`'],
  [['a', '--max-warnings', '1.5'], 'a whole number'],
  [['a', '-', '--fix'], 'cannot write stdin'],
  [['a', '--suppress', 'patern'], 'did you mean `kmm/pattern`?'],
  [['a', '--suppress', 'nothing-of-the-kind'], 'there is no problem `kmm/nothing-of-the-kind` to suppress'],
])('%j is refused', (argv, words) => {
  expect(options(...argv)).toEqual({ sentence: expect.stringContaining(words) })
})
