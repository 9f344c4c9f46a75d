import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver/node'
import { buildBundles } from '../../scripts/build.ts'
import { type LspProcess, startLsp } from '../support/lspProcess.ts'
import { moduleText } from '../support/moduleText.ts'

const uri = 'file:///project/module.yaml'
const folder = mkdtempSync(join(tmpdir(), 'kmm-lsp-'))
let lsp: LspProcess | undefined

beforeAll(() => buildBundles(folder, ['server']))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  await lsp?.stop()
  lsp = undefined
})

const secret = 'kind: Secret\nmetadata:\n  name: pull\n'
const text = `${secret}---\n${moduleText((one) => one.replace('spec:\n', 'spec:\n  imageRepoSecret: {name: pull}\n'))}`
const textDocument = { uri }
const atUse = { line: 9, character: 27 }

async function ask<T>(method: string, params: object = {}): Promise<T> {
  lsp ??= await startLsp(folder)
  await lsp.open(uri, text)
  return await lsp.connection.sendRequest<T>(method, { textDocument, ...params })
}

test('the outline has a symbol for each document, named', async () => {
  const symbols = await ask<DocumentSymbol[]>('textDocument/documentSymbol')
  expect(symbols.map(({ name }) => name)).toEqual(['Secret pull', 'Module pt-char-dev'])
  expect(symbols[1]?.selectionRange.start).toEqual({ line: 4, character: 0 })
})

test('images and the kind are links', async () => {
  const links = await ask<DocumentLink[]>('textDocument/documentLink')
  expect(links.map(({ target }) => target)).toContain('https://quay.io/repository/chrisp262/pt-char-dev')
})

test('a name leads to its object, to all its uses, and they are highlighted', async () => {
  const range = { start: { line: 2, character: 8 }, end: { line: 2, character: 12 } }
  expect(await ask<Location[]>('textDocument/definition', { position: atUse })).toEqual([{ uri, range }])
  const references = { position: atUse, context: { includeDeclaration: false } }
  expect(await ask<Location[]>('textDocument/references', references)).toMatchObject([
    { range: { start: { line: 9 } } },
  ])
  const highlights = await ask<DocumentHighlight[]>('textDocument/documentHighlight', { position: atUse })
  expect(highlights.map(({ kind }) => kind)).toEqual([3, 2])
})

test('a name can be renamed; what is none, and what no object can be called, is told in a sentence', async () => {
  expect(await ask('textDocument/prepareRename', { position: atUse })).toMatchObject({ placeholder: 'pull' })
  const edit = await ask<WorkspaceEdit>('textDocument/rename', { position: atUse, newName: 'push' })
  expect(edit.changes?.[uri]?.map(({ newText }) => newText)).toEqual(['push', 'push'])
  await expect(ask('textDocument/rename', { position: atUse, newName: 'Big' })).rejects.toThrow('lower-case letters')
  await expect(ask('textDocument/prepareRename', { position: { line: 0, character: 0 } })).rejects.toThrow(
    'Only names of',
  )
})

test('an object in another file is found there, and renamed there too', async () => {
  lsp = await startLsp(folder)
  const other = 'file:///project/secret.yaml'
  await lsp.open(other, secret)
  await lsp.open(
    uri,
    moduleText((one) => one.replace('spec:\n', 'spec:\n  imageRepoSecret: {name: pull}\n')),
  )
  const position = { line: 5, character: 27 }
  const send = <T>(method: string, params: object) =>
    lsp?.connection.sendRequest<T>(method, { textDocument, position, ...params })
  expect(await send<Location[]>('textDocument/definition', {})).toMatchObject([
    { uri: other, range: { start: { line: 2, character: 8 } } },
  ])
  const edit = await send<WorkspaceEdit>('textDocument/rename', { newName: 'push' })
  expect(Object.keys(edit?.changes ?? {}).toSorted()).toEqual([uri, other])
})
