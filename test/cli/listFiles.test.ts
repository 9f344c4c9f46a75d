import { execFileSync } from 'node:child_process'
import { rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../server/cli/listFiles.ts'
import { folderOf } from './moduleFiles.ts'
import { testIo } from './testIo.ts'

const files = {
  'b.yaml': '',
  'a.yml': '',
  'notes.txt': '',
  'sub/c.yaml': '',
  '.github/d.yaml': '',
  'node_modules/x/e.yaml': '',
  'out/f.yaml': '',
}

async function list(cwd: string, ...paths: string[]): Promise<readonly string[]> {
  const { io } = testIo({ cwd, env: { PATH: process.env.PATH } })
  return (await listFiles(io, paths)).map(({ path, named }) => (named ? `${path} (named)` : path))
}

/** A work tree that ignores `out/` and `node_modules/`, with `b.yaml` committed. */
async function repository(): Promise<string> {
  const cwd = await folderOf({ ...files, '.gitignore': 'out/\nnode_modules/\n' })
  const git = (...argv: string[]) => execFileSync('git', ['-C', cwd, ...argv])
  git('init', '-q')
  git('add', 'b.yaml')
  return cwd
}

test('a work tree: tracked files and new ones, but none that is ignored', async () => {
  expect(await list(await repository(), '.')).toEqual(['.github/d.yaml', 'a.yml', 'b.yaml', 'sub/c.yaml'])
})

test('a folder of a work tree, however it is written', async () => {
  const cwd = await repository()
  expect(await list(cwd, 'sub')).toEqual(['sub/c.yaml'])
  expect(await list(cwd, './sub/')).toEqual(['sub/c.yaml'])
  expect(await list(join(cwd, 'sub'), '..')).toContain('../b.yaml')
  expect(await list(cwd, join(cwd, 'sub'))).toEqual([join(cwd, 'sub/c.yaml')])
})

test('what is ignored is checked when it is named, be it a file or a folder', async () => {
  const cwd = await repository()
  expect(await list(cwd, 'out')).toEqual(['out/f.yaml'])
  expect(await list(cwd, 'out/f.yaml')).toEqual(['out/f.yaml (named)'])
})

test('submodules and repositories within, each with what it ignores', async () => {
  const cwd = await repository()
  const inner = await folderOf({ 'g.yaml': '', 'skip.yaml': '', '.gitignore': 'skip.yaml\n' })
  const git = (at: string, ...argv: string[]) =>
    execFileSync('git', [
      '-C',
      at,
      '-c',
      'protocol.file.allow=always',
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b',
      ...argv,
    ])
  git(inner, 'init', '-q')
  git(inner, 'add', '.')
  git(inner, 'commit', '-qm', 'inner')
  git(cwd, 'submodule', '--quiet', 'add', inner, 'vendor/sub')
  git(cwd, 'clone', '-q', inner, 'clone')
  await writeFile(join(cwd, 'vendor/sub/skip.yaml'), '')
  await writeFile(join(cwd, 'vendor/sub/new.yaml'), '')
  const own = ['.github/d.yaml', 'a.yml', 'b.yaml']
  expect(await list(cwd, '.')).toEqual([
    ...own,
    'clone/g.yaml',
    'sub/c.yaml',
    'vendor/sub/g.yaml',
    'vendor/sub/new.yaml',
  ])
  git(cwd, 'submodule', '--quiet', 'deinit', '--force', 'vendor/sub')
  expect(await list(cwd, 'vendor')).toEqual([])
})

test('a tracked file that is gone is not listed', async () => {
  const cwd = await repository()
  await rm(join(cwd, 'b.yaml'))
  expect(await list(cwd, '.')).not.toContain('b.yaml')
})

test('elsewhere, and without git, everything but node_modules', async () => {
  const expected = ['.github/d.yaml', 'a.yml', 'b.yaml', 'out/f.yaml', 'sub/c.yaml']
  expect(await list(await folderOf(files), '.')).toEqual(expected)
  const { io } = testIo({ cwd: await repository(), env: { PATH: '/nowhere' } })
  expect((await listFiles(io, ['.'])).map(({ path }) => path)).toEqual(expected)
})

test('links in circles come to an end, and links to files count, where they are another name of nothing listed', async () => {
  const cwd = await folderOf({ 'sub/a.yaml': '', 'other.txt': '' })
  await symlink('..', join(cwd, 'sub/up'))
  await symlink('a.yaml', join(cwd, 'sub/b.yaml'))
  await symlink('../other.txt', join(cwd, 'sub/c.yaml'))
  await symlink('gone', join(cwd, 'sub/d.yaml'))
  expect(await list(cwd, '.')).toEqual(['sub/a.yaml', 'sub/c.yaml'])
  expect(await list(cwd, 'sub/b.yaml', 'sub')).toEqual(['sub/b.yaml (named)', 'sub/c.yaml'])
})

test('a file is listed once, stdin and what does not exist as they were named', async () => {
  const cwd = await folderOf({ 'a.yaml': '' })
  expect(await list(cwd, './a.yaml', '.', 'a.yaml', '-', 'none')).toEqual([
    './a.yaml (named)',
    '- (named)',
    'none (named)',
  ])
})

test('a monitor that the repository names is not started', async () => {
  const cwd = await repository()
  execFileSync('git', ['-C', cwd, 'config', 'core.fsmonitor', 'touch started; false'])
  await list(cwd, '.')
  expect(await list(cwd, 'started')).toEqual(['started (named)'])
  expect(execFileSync('ls', [cwd], { encoding: 'utf8' })).not.toContain('started')
})

test('a folder of another work tree, asked about from a hook of git', async () => {
  const [cwd, other] = [await repository(), await folderOf({})]
  execFileSync('git', ['-C', other, 'init', '-q'])
  const env = { PATH: process.env.PATH, GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other, GIT_INDEX_FILE: 'none' }
  const { io } = testIo({ cwd, env })
  expect((await listFiles(io, ['.'])).map(({ path }) => path)).toContain('b.yaml')
})

test('it stops when it is told to', async () => {
  const { io } = testIo({ cwd: await folderOf(files), signal: AbortSignal.abort() })
  await expect(listFiles(io, ['.'])).rejects.toThrow()
})
