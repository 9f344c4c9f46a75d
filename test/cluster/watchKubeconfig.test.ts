import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchKubeconfig } from '../../server/cluster/watchKubeconfig.ts'
import { createFakeClock } from '../support/fakeClock.ts'
import { type Pump, pump } from '../support/pump.ts'

let folder = ''
let changes: Pump<number> | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kmm-watch-'))
})
afterEach(async () => {
  await changes?.stop()
  await rm(folder, { recursive: true })
})

test('a file that is written, replaced by renaming, or removed', async () => {
  const file = join(folder, 'config')
  await writeFile(file, 'one')
  const next = await start([file])
  await writeFile(file, 'two')
  await next()
  await writeFile(`${file}.new`, 'three')
  await rename(`${file}.new`, file)
  await next()
  await rm(file)
  await next()
})

test('a file whose folder does not exist yet', async () => {
  const file = join(folder, '.kube', 'config')
  const next = await start([file])
  await mkdir(join(folder, '.kube'))
  await next()
  await writeFile(file, 'one')
  await next()
})

test('a link’s target', async () => {
  await mkdir(join(folder, 'real'))
  await writeFile(join(folder, 'real', 'config'), 'one')
  await symlink(join(folder, 'real', 'config'), join(folder, 'config'))
  const next = await start([join(folder, 'config')])
  await writeFile(join(folder, 'real', 'config'), 'two')
  await next()
})

test('many changes at once are told once; other files are none of ours', async () => {
  const files = [join(folder, 'a'), join(folder, 'b')]
  const clock = createFakeClock()
  changes = counted(files, clock)
  await changes.next()
  await writeFile(join(folder, 'other'), 'x')
  for (const file of files) await writeFile(file, 'x')
  await clock.whenWaiting(200)
  await clock.advance(200)
  // What came while waiting starts the wait anew.
  while (changes.all.length < 2) await clock.advance(200)
  expect(changes.all.length).toBe(2)
})

test('aborting ends it', async () => {
  changes = counted([join(folder, 'none', 'at', 'all')])
  await changes.next()
  await changes.stop()
})

async function start(files: readonly string[]): Promise<() => Promise<number>> {
  const own = counted(files, createFakeClock({ passes: () => true }))
  changes = own
  await own.next()
  return () => own.next()
}

function counted(files: readonly string[], clock = createFakeClock()): Pump<number> {
  return pump(async function* (signal) {
    let count = 0
    for await (const _ of watchKubeconfig({ files, signal, clock })) {
      count += 1
      yield count
    }
  })
}
