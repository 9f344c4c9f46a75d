import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SemanticTokens } from 'vscode-languageserver/node'
import { buildBundles } from '../../scripts/build.ts'
import { type LspProcess, modernClient, startLsp } from '../support/lspProcess.ts'
import { moduleText } from '../support/moduleText.ts'

const uri = 'file:///project/module.yaml'
let lsp: LspProcess | undefined

const folder = mkdtempSync(join(tmpdir(), 'kmm-tokens-'))
beforeAll(() => buildBundles(folder, ['server']))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  await lsp?.stop()
  lsp = undefined
})

async function started(tokenTypes: readonly string[]): Promise<LspProcess> {
  const semanticTokens = {
    requests: { full: true, range: true },
    tokenTypes: [...tokenTypes],
    tokenModifiers: [],
    formats: [],
  }
  const capabilities = { ...modernClient, textDocument: { ...modernClient.textDocument, semanticTokens } }
  lsp = await startLsp(folder, { capabilities })
  await lsp.open(uri, `kind: Pod\n---\n${moduleText()}`)
  return lsp
}

test('the legend holds what the client draws, and tokens are counted from each other', async () => {
  const { connection, result } = await started(['variable', 'keyword', 'operator', 'type'])
  expect(result.capabilities.semanticTokensProvider).toMatchObject({
    legend: { tokenTypes: ['keyword', 'operator', 'variable'], tokenModifiers: [] },
  })
  const { data } = await connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', {
    textDocument: { uri },
  })
  // `^`, `+` and `$` of the regexp, then `${`, the name and `}` of the image one line below.
  const image = '          containerImage: quay.io/chrisp262/pt-char-dev:'.length
  expect(data).toEqual([
    ...[13, 19, 1, 0, 0, ...[0, 2, 1, 1, 0], ...[0, 1, 1, 0, 0]],
    ...[1, image, 2, 1, 0, ...[0, 2, 19, 2, 0], ...[0, 19, 1, 1, 0]],
  ])
  const range = { start: { line: 14, character: 0 }, end: { line: 15, character: 0 } }
  const below = await connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/range', {
    textDocument: { uri },
    range,
  })
  expect(below.data).toEqual([14, image, 2, 1, 0, ...[0, 2, 19, 2, 0], ...[0, 19, 1, 1, 0]])
})

test('a client without semantic tokens is offered none', async () => {
  expect((await started([])).result.capabilities.semanticTokensProvider).toBeUndefined()
})
