import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findTestbedBinary } from '../support/testbedBinary.ts'

const goPath = (process.env.PATH ?? '')
  .split(':')
  .map((part) => join(part, 'go'))
  .find((path) => existsSync(path))
const skipped = goPath ? undefined : 'skipped: no Go'
if (skipped !== undefined) console.log(skipped)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kmm-binary-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('says what is missing when there is no Go', async () => {
  const found = await findTestbedBinary({ cacheFolder: folder, env: { PATH: folder } })
  expect(found.skipped).toMatch(/^skipped: no Go/)
  expect(await readdir(folder)).toEqual([])
})

/** With a module of one line in the place of the real one, and a `go` that notes each build before it does it. */
describe.skipIf(skipped !== undefined)(skipped ?? 'findTestbedBinary', () => {
  let sourceFolder: string
  let cacheFolder: string
  let env: NodeJS.ProcessEnv

  beforeEach(async () => {
    sourceFolder = join(folder, 'source')
    cacheFolder = join(folder, 'cache')
    const binFolder = join(folder, 'bin')
    await Promise.all([mkdir(sourceFolder), mkdir(binFolder)])
    await writeFile(join(sourceFolder, 'go.mod'), 'module kmm.invalid/tiny\n\ngo 1.24\n')
    await writeFile(join(sourceFolder, 'go.sum'), '')
    await writeSource('first')
    const go = `#!/bin/sh\n[ "$1" = build ] && echo build >>"${folder}/builds"\nexec "${goPath}" "$@"\n`
    await writeFile(join(binFolder, 'go'), go)
    await chmod(join(binFolder, 'go'), 0o755)
    env = { ...process.env, PATH: `${binFolder}:${process.env.PATH}` }
  })

  test('builds once for any number of callers, in this process and others, and leaves only the binary', async () => {
    const paths = await Promise.all([find(), find(), findInAnotherProcess(), findInAnotherProcess()])
    expect(new Set(paths).size).toBe(1)
    expect(await print(paths[0])).toBe('first')
    expect(await readdir(join(paths[0], '..'))).toEqual(['testbed'])
    expect(await countBuilds()).toBe(1)
  })

  test('keeps a binary for each source', async () => {
    const first = await find()
    await writeSource('second')
    const second = await find()
    expect(second).not.toBe(first)
    expect([await print(first), await print(second)]).toEqual(['first', 'second'])
    await writeSource('first')
    expect(await find()).toBe(first)
    expect(await countBuilds()).toBe(2)
  })

  test('takes over from a builder that died', async () => {
    const path = await find()
    await rm(path)
    const { pid } = spawnSync('true')
    await writeFile(join(path, '../lock'), String(pid))
    expect(await find()).toBe(path)
    expect(await readdir(join(path, '..'))).toEqual(['testbed'])
  })

  test('throws what the compiler says, and leaves nothing behind', async () => {
    await writeFile(join(sourceFolder, 'main.go'), 'package main\n\nfunc main() { undefinedCall() }\n')
    await expect(find()).rejects.toThrow('undefined: undefinedCall')
    const [hash] = await readdir(cacheFolder)
    expect(await readdir(join(cacheFolder, hash ?? ''))).toEqual([])
  })

  async function find(): Promise<string> {
    const { path, skipped } = await findTestbedBinary({ sourceFolder, cacheFolder, env })
    if (path === undefined) throw new Error(skipped)
    return path
  }

  async function findInAnotherProcess(): Promise<string> {
    const url = new URL('../support/testbedBinary.ts', import.meta.url).href
    const script = `
      import { findTestbedBinary } from ${JSON.stringify(url)}
      const found = await findTestbedBinary(${JSON.stringify({ sourceFolder, cacheFolder })})
      console.log(found.path)`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { env })
    return stdout.trim().split('\n').at(-1) ?? ''
  }

  function writeSource(printed: string): Promise<void> {
    const source = `package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("${printed}") }\n`
    return writeFile(join(sourceFolder, 'main.go'), source)
  }

  async function countBuilds(): Promise<number> {
    const builds = await readFile(join(folder, 'builds'), 'utf8')
    return builds.trim().split('\n').length
  }
})

const run = promisify(execFile)

async function print(path: string): Promise<string> {
  const { stdout } = await run(path)
  return stdout
}
