import { expect, test } from 'vitest'
import { readInput } from '../../server/cli/readInput.ts'
import { folderOf } from './moduleFiles.ts'
import { testIo } from './testIo.ts'

async function read(path: string, files: Parameters<typeof folderOf>[0] = {}, stdin = '') {
  const cwd = await folderOf(files)
  return await readInput(testIo({ cwd, stdin }).io, path)
}

test('a path is taken from the working folder, and reported as it was given', async () => {
  expect(await read('a.yaml', { 'a.yaml': 'a: ä\n' })).toEqual({ file: 'a.yaml', text: 'a: ä\n' })
})

test('a byte order mark stays, since offsets count it', async () => {
  expect(await read('a.yaml', { 'a.yaml': '\ufeffa: 1' })).toEqual({ file: 'a.yaml', text: '\ufeffa: 1' })
})

test('a dash is stdin', async () => {
  expect(await read('-', {}, 'a: 1')).toEqual({ file: '<stdin>', text: 'a: 1' })
})

test.each([
  ['none.yaml', 'there is no such file'],
  ['a.yaml/b.yaml', 'there is no such file'],
  ['.', 'is a folder; name the files in it'],
  ['utf16.yaml', 'is not UTF-8 text; save it as UTF-8'],
])('%s cannot be read', async (path, unreadable) => {
  const files = { 'a.yaml': '', 'utf16.yaml': Buffer.from('\ufeffa: 1', 'utf16le') }
  expect(await read(path, files)).toEqual({ file: path, unreadable })
})
