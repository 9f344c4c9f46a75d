import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCompiled } from '../../server/start/runCompiled.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const uid = process.getuid?.()

/** A program that tells what it found in `globalThis`, and where its compiled code is kept. */
async function newProgram() {
  const folder = await temporaryFolder()
  const file = join(folder, 'main.cjs')
  const kept = join(folder, 'kept')
  await writeFile(join(folder, 'beside.cjs'), 'exports.word = "beside"\n')
  await writeFile(
    file,
    `function shout(word) { return word.toUpperCase() }
globalThis.told = [shout(require('./beside.cjs').word), __filename, module.exports === exports]
`,
  )
  return { folder, file, kept }
}

function told(): unknown {
  return Reflect.get(globalThis, 'told')
}

describe('runCompiled', () => {
  test('runs a file as Node does, and again with the code that was kept', async () => {
    const { file, kept, folder } = await newProgram()
    for (const reused of [false, true, true]) {
      Reflect.set(globalThis, 'told', undefined)
      const run = runCompiled({ file, kept, uid })
      expect(told()).toEqual(['BESIDE', file, true])
      expect(run.reused).toBe(reused)
      run.keep()
      run.keep()
    }
    expect((await readdir(folder)).sort()).toEqual(['beside.cjs', 'kept', 'main.cjs'])
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
  })

  test('keeps the code of functions that have run', async () => {
    const { file, kept } = await newProgram()
    const statements = Array.from({ length: 200 }, (_, at) => `sum += globalThis.n${at} ?? ${at}`).join('\n')
    const bytes = []
    for (const isCalled of ['false', 'true ']) {
      await writeFile(file, `function long() { let sum = 0\n${statements}\nreturn sum }\nif (${isCalled}) long()\n`)
      const run = runCompiled({ file, kept: `${kept}${isCalled}`, uid })
      run.keep()
      bytes.push((await stat(`${kept}${isCalled}`)).size)
    }
    const [idle = 0, called = 0] = bytes
    expect(called - idle).toBeGreaterThan(statements.length / 2)
  })

  test.each([
    ['nothing may be kept', async () => undefined],
    ['the folder is not there', async (kept: string) => join(kept, 'deeper')],
    ['what is kept is damaged', async (kept: string) => writeFile(kept, 'x'.repeat(500)).then(() => kept)],
  ])('runs also where %s', async (_, prepare) => {
    const { file, kept } = await newProgram()
    Reflect.set(globalThis, 'told', undefined)
    const run = runCompiled({ file, kept: await prepare(kept), uid })
    expect(told()).toEqual(['BESIDE', file, true])
    expect(run.reused).toBe(false)
    run.keep()
  })

  test('code of which a single byte is another is compiled anew, and kept again', async () => {
    const { file, kept } = await newProgram()
    runCompiled({ file, kept, uid }).keep()
    const sound = await readFile(kept)
    for (const at of [0, 9, sound.length >> 1, sound.length - 1]) {
      const damaged = Buffer.from(sound)
      damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at)
      await writeFile(kept, damaged)
      const run = runCompiled({ file, kept, uid })
      expect(run.reused).toBe(false)
      run.keep()
      expect(runCompiled({ file, kept, uid }).reused).toBe(true)
    }
  })

  test.skipIf(uid === undefined)('takes no code that others can write, or have written', async () => {
    const { file, kept } = await newProgram()
    runCompiled({ file, kept, uid }).keep()
    expect(runCompiled({ file, kept, uid: (uid ?? 0) + 1 }).reused).toBe(false)
    await chmod(kept, 0o620)
    expect(runCompiled({ file, kept, uid }).reused).toBe(false)
    await chmod(kept, 0o600)
    expect(runCompiled({ file, kept, uid }).reused).toBe(true)
  })

  test('throws what the file throws', async () => {
    const { file, kept } = await newProgram()
    await writeFile(file, 'throw new Error("broken")\n')
    expect(() => runCompiled({ file, kept, uid })).toThrow('broken')
  })
})
