import { expect, test } from 'vitest'
import { labelValueFault, qualifiedNameFault, subdomainFault } from '../../../server/core/schema/labelSyntax.ts'

const fits = (fault: string | undefined): boolean => fault === undefined

test.each<[string, boolean, boolean, boolean]>([
  // text, qualified name, label value, subdomain
  ['a', true, true, true],
  ['A_b.c', true, true, false],
  ['example.com/a', true, false, false],
  ['Example.com/a', false, false, false],
  ['a/b/c', false, false, false],
  ['', false, true, false],
  ['-a', false, false, false],
  ['a b', false, false, false],
  ['a.b', true, true, true],
  ['a..b', true, true, false],
  ['x'.repeat(63), true, true, true],
  ['x'.repeat(64), false, false, true],
  ['x'.repeat(254), false, false, false],
])('%s', (text, name, value, subdomain) => {
  expect([fits(qualifiedNameFault(text)), fits(labelValueFault(text)), fits(subdomainFault(text))]).toEqual([
    name,
    value,
    subdomain,
  ])
})
