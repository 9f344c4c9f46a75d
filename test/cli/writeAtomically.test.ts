import { chmod, lstat, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeAtomically } from '../../server/cli/writeAtomically.ts'
import { folderOf } from './moduleFiles.ts'

test('text, byte order mark and permissions', async () => {
  const cwd = await folderOf({ 'a.yaml': '\ufeffa: ä\n' })
  const file = join(cwd, 'a.yaml')
  await chmod(file, 0o750)
  expect(await writeAtomically(file, '\ufeffa: ä\n', '\ufeffa: ö\r\n')).toBeUndefined()
  expect(await readFile(file, 'utf8')).toBe('\ufeffa: ö\r\n')
  expect((await stat(file)).mode & 0o777).toBe(0o750)
  expect(await readdir(cwd)).toEqual(['a.yaml'])
})

test('a link stays one, and its file is written', async () => {
  const cwd = await folderOf({ 'real/a.yaml': 'a' })
  await symlink('real/a.yaml', join(cwd, 'link.yaml'))
  expect(await writeAtomically(join(cwd, 'link.yaml'), 'a', 'b')).toBeUndefined()
  expect((await lstat(join(cwd, 'link.yaml'))).isSymbolicLink()).toBe(true)
  expect(await readFile(join(cwd, 'real/a.yaml'), 'utf8')).toBe('b')
})

test('what somebody else wrote meanwhile is kept', async () => {
  const cwd = await folderOf({ 'a.yaml': 'newer' })
  expect(await writeAtomically(join(cwd, 'a.yaml'), 'older', 'fixed')).toContain('changed while it was checked')
  expect(await readFile(join(cwd, 'a.yaml'), 'utf8')).toBe('newer')
  expect(await readdir(cwd)).toEqual(['a.yaml'])
})

test('a file that is gone is not made again', async () => {
  const cwd = await folderOf({})
  expect(await writeAtomically(join(cwd, 'a.yaml'), 'a', 'b')).toContain('could not be written')
  expect(await readdir(cwd)).toEqual([])
})
