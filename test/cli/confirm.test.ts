import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirmApply } from '../../server/cli/confirm.ts'
import { testIo } from './testIo.ts'

const target = { context: 'prod-eu', server: 'https://api.example.com', user: 'me', namespace: 'drivers' }
const asked = { namespace: 'drivers', name: 'pt-char-dev', target }

async function answer(stdin: string, isProtected: boolean): Promise<boolean> {
  return await confirmApply(testIo({ stdin }).io, asked, isProtected)
}

test.each(['y\n', 'Y\n', 'yes\r\n', ' yes \n', 'y'])('%j applies', async (stdin) => {
  expect(await answer(stdin, false)).toBe(true)
})

test.each(['', '\n', 'n\n', 'yep\n', 'prod-eu\n'])('%j does not', async (stdin) => {
  expect(await answer(stdin, false)).toBe(false)
})

test('a protected context wants its name', async () => {
  expect(await answer('prod-eu\n', true)).toBe(true)
  for (const stdin of ['y\n', 'yes\n', 'prod\n', 'PROD-EU\n', '']) expect(await answer(stdin, true)).toBe(false)
})

test('the question names what, where and as which server', async () => {
  const { io, written } = testIo({ stdin: 'n\n' })
  await confirmApply(io, asked, true)
  expect(written().stderr).toMatchInlineSnapshot(`
    "Apply drivers/pt-char-dev to \`prod-eu\` (https://api.example.com)?
    This context is protected. Type its name to apply: "
  `)
})

test('Ctrl-C while the question stands is a no', async () => {
  const stop = new AbortController()
  const { io } = testIo({ signal: stop.signal })
  const answered = confirmApply({ ...io, stdin: new PassThrough() }, asked, false)
  stop.abort()
  expect(await answered).toBe(false)
})
