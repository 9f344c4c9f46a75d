import { expect, test } from 'vitest'
import { statusLine } from '../../server/cli/statusLine.ts'

function written(isTTY: boolean, term: string, columns = 80): string {
  let text = ''
  const write = (piece: string) => {
    text += piece
  }
  const line = statusLine({ isTTY, columns, write }, { TERM: term })
  line.print('begins\n')
  line.show('1 of 2')
  line.print('log\n')
  line.show('2 of 2')
  line.clear()
  line.clear()
  line.print('ends\n')
  return text
}

test('a terminal has one line at the bottom, which is rewritten and taken away', () => {
  const erase = '\r\u001b[K'
  expect(written(true, 'xterm')).toBe(`begins\n1 of 2${erase}log\n1 of 2${erase}2 of 2${erase}ends\n`)
  expect(written(true, 'xterm', 5)).toBe(`begins\n1 of${erase}log\n1 of${erase}2 of${erase}ends\n`)
})

test.each([
  [false, 'xterm'],
  [true, 'dumb'],
])('elsewhere every state is a line (terminal %s, TERM=%s)', (isTTY, term) => {
  expect(written(isTTY, term)).toBe('begins\n1 of 2\nlog\n2 of 2\nends\n')
})
