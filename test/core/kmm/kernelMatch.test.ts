import { describe, expect, test } from 'vitest'
import { firstMatch, type Matcher } from '../../../server/core/kmm/kernelMatch.ts'

describe('the first mapping in list order wins', () => {
  const fedora = '6.6.2-201.fc39.x86_64'
  const cases: [name: string, matchers: Matcher[], kernel: string, expected: number | undefined][] = [
    ['a literal is the whole kernel', [{ literal: '6.6.2' }, { literal: fedora }], fedora, 1],
    ['a regexp is searched for anywhere', [{ regexp: 'fc39' }], fedora, 0],
    ['an earlier regexp hides a later literal', [{ regexp: '^.+$' }, { literal: fedora }], fedora, 0],
    ['one trailing plus is cut off the node', [{ literal: '5.15.133' }], '5.15.133+', 0],
    ['only one plus', [{ literal: '5.15.133' }], '5.15.133++', undefined],
    ['a literal that ends in plus never matches', [{ literal: '5.15.133+' }], '5.15.133+', undefined],
    ['a plus inside stays', [{ literal: '6.1.0-18~bpo11+1-amd64' }], '6.1.0-18~bpo11+1-amd64', 0],
    ['case matters', [{ regexp: 'FC39' }], fedora, undefined],
    ['an invalid regexp takes nothing', [{ regexp: '(' }, { regexp: '.' }], fedora, 1],
    ['empty strings count as absent', [{ literal: '', regexp: '' }], fedora, undefined],
    ['no mapping', [], fedora, undefined],
  ]
  test.each(cases)('%s', (_, matchers, kernel, expected) => {
    expect(firstMatch(matchers, kernel)).toBe(expected)
  })
})
