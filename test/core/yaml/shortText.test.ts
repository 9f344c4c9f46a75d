import { expect, test } from 'vitest'
import { shortText } from '../../../server/core/yaml/shortText.ts'

test.each([
  ['a'.repeat(60), 'a'.repeat(60)],
  ['a'.repeat(61), `${'a'.repeat(59)}…`],
  [`${'a'.repeat(58)}😀b`, `${'a'.repeat(58)}…`],
])('%s is shown as %s', (text, shown) => {
  expect(shortText(text)).toBe(shown)
})
