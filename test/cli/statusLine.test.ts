import { expect, test } from 'vitest'
import { statusLine } from '../../server/cli/statusLine.ts'

function written(isTTY: boolean, term: string, columns = 80): string {
  let text = ''
  const write = (piece: string) => {
    text += piece
  }
  const line = statusLine({ isTTY, columns, write }, { TERM: term })
  line.show('1 of 2')
  line.show('2 of 2')
  line.clear()
  line.clear()
  return text
}

test('a terminal has one line, which is rewritten and taken away', () => {
  expect(written(true, 'xterm')).toBe('1 of 2\r\u001b[K2 of 2\r\u001b[K')
  expect(written(true, 'xterm', 5)).toBe('1 of\r\u001b[K2 of\r\u001b[K')
})

test.each([
  [false, 'xterm'],
  [true, 'dumb'],
])('elsewhere every state is a line (terminal %s, TERM=%s)', (isTTY, term) => {
  expect(written(isTTY, term)).toBe('1 of 2\n2 of 2\n')
})
