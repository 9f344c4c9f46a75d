import { expect, test } from 'vitest'
import { sarifRules } from '../../server/cli/sarifRules.ts'
import { problemDocs } from '../../server/core/features/rules/problemDocs.ts'

test.each(problemDocs.map(({ id, severity }) => [id, severity] as const))('%s has words', (id, severity) => {
  const [rule, ...others] = sarifRules([{ id, severity, message: '', range: { start: 0, end: 0 }, path: [] }])
  expect(others).toEqual([])
  expect(rule?.name).toMatch(/^[A-Z][A-Za-z0-9]+$/)
  expect(rule?.help?.text).not.toMatch(/`|\*\*/)
})
