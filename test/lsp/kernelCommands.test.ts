import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildBundles } from '../../scripts/build.ts'
import { knownKernels, parseKernels, pasteKernels, serverCommands, wholeDocuments } from '../../server/lsp/protocol.ts'
import { type LspProcess, modernClient, startLsp } from '../support/lspProcess.ts'
import { moduleText } from '../support/moduleText.ts'

const uri = 'file:///project/module one.yaml'
const folder = mkdtempSync(join(tmpdir(), 'kmm-lsp-'))
let lsp: LspProcess | undefined
const shown: string[] = []
const messages: string[] = []
let refreshed = Promise.withResolvers<string>()

beforeAll(() => buildBundles(folder, ['server']))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  await lsp?.stop()
  lsp = undefined
  shown.length = 0
  messages.length = 0
  refreshed = Promise.withResolvers()
})

async function started(text = moduleText()): Promise<LspProcess> {
  const { workspace, window, ...rest } = modernClient
  lsp = await startLsp(folder, {
    capabilities: {
      ...rest,
      workspace: { ...workspace, textDocumentContent: {} },
      window: { ...window, showDocument: { support: true } },
    },
    prepare: (connection) => {
      for (const what of ['diagnostic', 'inlayHint', 'codeLens']) {
        connection.onRequest(`workspace/${what}/refresh`, () => null)
      }
      connection.onRequest('window/showDocument', (params: { uri: string }) => {
        shown.push(params.uri)
        return { success: true }
      })
      connection.onRequest(
        'window/showMessageRequest',
        ({ actions }: { actions: readonly object[] }) => actions[0] ?? null,
      )
      connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
        messages.push(message)
      })
      connection.onRequest('workspace/textDocumentContent/refresh', (params: { uri: string }) => {
        refreshed.resolve(params.uri)
        return null
      })
    },
  })
  await lsp.open(uri, text)
  return lsp
}

async function execute(command: string, argument: object): Promise<{ readonly uri: string } | null | undefined> {
  return await lsp?.connection.sendRequest('workspace/executeCommand', { command, arguments: [argument] })
}

async function contentOf(address: string | undefined): Promise<string | undefined> {
  const answer = await lsp?.connection.sendRequest<{ text: string }>('workspace/textDocumentContent', { uri: address })
  return answer?.text
}

test('the Module for a kernel is a read-only document that follows the text', async () => {
  const server = await started()
  const answer = await execute(serverCommands.effectiveModule, { uri, line: 3, kernels: ['6.6.87+'] })
  expect(shown).toEqual([answer?.uri])
  expect(answer?.uri).toMatch(/^kmm-effective:\/pt-char-dev%20on%206\.6\.87%2B\.yaml\?/)
  expect(await contentOf(answer?.uri)).toContain('containerImage: quay.io/chrisp262/pt-char-dev:6.6.87\n')
  await server.change(
    uri,
    2,
    moduleText((text) => text.replace('quay.io', 'ghcr.io')),
  )
  expect(await refreshed.promise).toBe(answer?.uri)
  expect(await contentOf(answer?.uri)).toContain('containerImage: ghcr.io/chrisp262/')
})

test('without a kernel the person is asked among those that are known', async () => {
  await started(moduleText((text) => text.replace("regexp: '^.+$'", 'literal: 6.8.0-31-generic')))
  const answer = await execute(serverCommands.effectiveModule, { uri, show: false })
  expect(await contentOf(answer?.uri)).toContain('literal: 6.8.0-31-generic')
  expect(shown).toEqual([])
})

test('kernels are tested in a table', async () => {
  await started(moduleText((text) => text.replace('^.+$', '^6')))
  const answer = await execute(serverCommands.testKernels, { uri, kernels: ['6.6.87+ 5.14.0-570.el9.x86_64'] })
  const table = await contentOf(answer?.uri)
  expect(table).toContain('1 of 2 kernels served')
  expect(table).toContain('✗ 5.14.0-570.el9.x86_64')
})

test('what cannot be answered is told', async () => {
  await started()
  expect(await execute(serverCommands.testKernels, { uri })).toBeNull()
  expect(await execute(serverCommands.effectiveModule, { uri })).toBeNull()
  expect(await execute(serverCommands.effectiveModule, { uri: 'file:///other.yaml' })).toBeNull()
  expect(messages).toEqual([
    expect.stringContaining('No kernel is known'),
    expect.stringContaining('No kernel is known'),
    'There is no Module in this document',
  ])
  expect(await contentOf('kmm-effective:/x.yaml?nonsense')).toBe('# This address names no Module\n')
})

test('a client asks for kernels, reads them out of text, and pastes them', async () => {
  const server = await started(moduleText((text) => `${text.replace("regexp: '^.+$'", 'literal: 6.8.0-31-generic')}`))
  const send = (method: string, params: object) => server.connection.sendRequest(method, params)
  expect(await send(knownKernels, { uri })).toEqual([{ kernel: '6.8.0-31-generic', nodes: [] }])
  expect(await send(parseKernels, { text: 'Linux host 6.6.87+ #1' })).toEqual(['6.6.87+'])
  const question = { textDocument: { uri }, position: { line: 13, character: 0 }, text: '6.6.87+' }
  expect(await send(pasteKernels, question)).toBeNull()
  await server.change(
    uri,
    2,
    moduleText((text) => text.replace('  selector', '\n  selector')),
  )
  expect(await send(pasteKernels, question)).toEqual({
    range: { start: { line: 13, character: 0 }, end: { line: 13, character: 0 } },
    newText:
      '        - literal: 6.6.87\n          containerImage: quay.io/chrisp262/pt-char-dev:${KERNEL_FULL_VERSION}',
  })
})

test('a client asks what an empty document may become', async () => {
  const server = await started()
  const found: unknown = await server.connection.sendRequest(wholeDocuments, {})
  expect(found).toContainEqual({
    label: 'PreflightValidation',
    detail: 'Try all Modules with the kernel of an upgrade to come',
    documentation: expect.stringMatching(/^```yaml\napiVersion: kmm/),
    snippet: expect.stringContaining('kernelVersion: ${2:'),
  })
})
