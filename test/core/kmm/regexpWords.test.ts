import fc from 'fast-check'
import { expect, test } from 'vitest'
import { regexpParts } from '../../../server/core/kmm/regexpParts.ts'
import { partWords } from '../../../server/core/kmm/regexpWords.ts'
import { regexpText } from '../../support/regexpText.ts'

test.each([
  ['\\-', 'the character `-`'],
  ['\\f', "a control character, which no kernel's name holds"],
  ['[^0-9]', 'a character that is no digit'],
  ['[a-f_]', 'one of `a-f_`'],
  ['[^.]', 'one character that is none of `.`'],
  ['\\pL', 'a character of the Unicode class `\\pL`'],
  ['(?i)', 'from here on: capital and small letters alike'],
  ['(?s-i:', 'a parenthesis without its partner'],
  ['\\B', 'no edge of a word'],
  ['*', 'any number of them, or none'],
  ['+?', 'one or more of them, as few as possible'],
  ['{3}', '3 of them'],
  ['{3,}', '3 or more of them'],
  ['{3,5}?', '3 to 5 of them, as few as possible'],
  ['\\Qa.b\\E', '`a.b` as it stands'],
  ['\\1', 'a reference back to a group, which Go does not have'],
  ['[a', 'a class that does not end'],
])('%s is %s', (pattern, words) => {
  expect(regexpParts(pattern).map(partWords)).toEqual([words])
})

test.each([
  ['(?s-i:a)', 'a group, in which: `.` also takes a line break, not capital and small letters alike'],
  ['(?P<k>a)', 'a group called `k`'],
  ['(?!a)', 'a look around, which Go does not have'],
])('%s begins with %s', (pattern, words) => {
  const [first] = regexpParts(pattern)
  expect(first && partWords(first)).toBe(words)
})

test('every part of any pattern has words, none of them a slip of ours', () => {
  fc.assert(
    fc.property(regexpText, (pattern) => {
      for (const part of regexpParts(pattern)) expect(partWords(part)).toMatch(/^(?!.*undefined)./s)
    }),
  )
})
