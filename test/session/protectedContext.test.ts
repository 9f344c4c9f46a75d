import { expect, test } from 'vitest'
import { defaults } from '../../server/session/defaults.ts'
import { isProtected } from '../../server/session/protectedContext.ts'

test.each([
  ['prod', 'https://a', true],
  ['eu-PROD-1', 'https://a', true],
  ['team/live', 'https://a', true],
  ['dev', 'https://api.prod.example:6443', true],
  ['product-dev', 'https://a', false],
  ['kind-dev', 'https://a', false],
])('%s on %s', (context, server, expected) => {
  expect(isProtected({ context, server, user: 'u', namespace: 'n' }, defaults.protectedContexts)).toBe(expected)
})

test('a pattern that is no regexp protects nothing and breaks nothing', () => {
  expect(isProtected({ context: 'prod', server: '', user: '', namespace: '' }, ['('])).toBe(false)
})
