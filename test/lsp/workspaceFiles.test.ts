import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { createWorkspaceFiles } from '../../server/lsp/workspaceFiles.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'

async function workspace(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  let changes = 0
  const created = createWorkspaceFiles([pathToFileURL(folder).href, 'untitled:x'], () => {
    changes += 1
  })
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href
  const names = () => created.files.map((file) => file.uri.slice(pathToFileURL(folder).href.length + 1))
  return { folder, created, uri, names, changes: () => changes }
}

test('finds what Modules name, in folders too, and nothing else', async () => {
  const { created, names, changes } = await workspace({
    'a.yaml': configMap,
    'below/b.yml': 'kind: Secret\n',
    'c.yaml': 'kind: Deployment\n',
    'd.json': configMap,
    '.hidden/e.yaml': configMap,
    'node_modules/f.yaml': configMap,
    'large.yaml': configMap + '#'.repeat(1_000_000),
  })
  expect(names()).toEqual([])
  await created.read()
  expect(names()).toEqual(['a.yaml', 'below/b.yml'])
  expect(changes()).toBe(1)
})

test('looks again at what changed, and only then has another list', async () => {
  const { folder, created, uri, names, changes } = await workspace({ 'a.yaml': configMap })
  await created.read()
  const before = created.files
  await created.changed([uri('a.yaml'), uri('nowhere.yaml'), uri('a.txt'), 'untitled:y'])
  expect(created.files).toBe(before)
  writeFileSync(join(folder, 'b.yaml'), configMap)
  await created.changed([uri('b.yaml')])
  expect(names()).toEqual(['a.yaml', 'b.yaml'])
  rmSync(join(folder, 'a.yaml'))
  await created.changed([uri('a.yaml')])
  expect(names()).toEqual(['b.yaml'])
  expect(changes()).toBe(3)
})

test('stops at 500 files', async () => {
  const { created } = await workspace(
    Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`${at}.yaml`, configMap])),
  )
  await created.read()
  expect(created.files.length).toBe(500)
})
