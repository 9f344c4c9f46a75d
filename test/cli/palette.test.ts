import { expect, test } from 'vitest'
import { choosePalette } from '../../server/cli/palette.ts'

const sink = (isTTY: boolean) => ({ isTTY, columns: undefined, write() {} })

test.each([
  ['a terminal', true, {}, true],
  ['no terminal', false, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR, which says nothing', true, { NO_COLOR: '' }, true],
  ['NO_COLOR against FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['FORCE_COLOR without a terminal', false, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ['TERM=dumb', true, { TERM: 'dumb' }, false],
])('%s', (_, isTTY, env, coloured) => {
  const painted = choosePalette(sink(isTTY), env).error('x')
  expect(painted).toBe(coloured ? '\u001b[1m\u001b[31mx\u001b[39m\u001b[22m' : 'x')
})
