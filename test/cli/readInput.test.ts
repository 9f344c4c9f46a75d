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
  ['*.yaml', 'there is no such file; leave patterns to the shell, or name the folder'],
])('%s cannot be read', async (path, unreadable) => {
  expect(await read(path, { 'a.yaml': '' })).toEqual({ file: path, unreadable })
})

test.each<[string, Uint8Array, boolean]>([
  ['bytes', Buffer.from([0xff, 0xfe, 0x00]), true],
  ['UTF-16', Buffer.from('\ufeffapiVersion: kmm.sigs.x-k8s.io/v1beta1', 'utf16le'), false],
  ['Latin-1', Buffer.from('apiVersion: kmm.sigs.x-k8s.io/v1beta1 # \xe4', 'latin1'), false],
])('%s: what is no UTF-8 is told, and whether it can be about KMM', async (_, bytes, foreign) => {
  const unreadable = 'is not UTF-8 text; save it as UTF-8'
  expect(await read('a.yaml', { 'a.yaml': bytes })).toEqual({ file: 'a.yaml', unreadable, foreign })
})
