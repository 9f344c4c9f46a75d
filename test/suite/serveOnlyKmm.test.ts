import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { serveOnlyKmm } from '../../client/serveOnlyKmm.ts'
import { openYaml } from './openYaml.ts'
import { waitUntil } from './waitUntil.ts'

const unfinished = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: demo\nspecc: {}\n'
const other = unfinished.replace('kmm.sigs.x-k8s.io', 'example.com')

function ourProblems({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri)
}

function lenses({ uri }: vscode.TextDocument): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri)
}

describe('documents that reach the server', () => {
  it('shows problems and lenses on a Module', async () => {
    const { document } = await openYaml(unfinished)
    await waitUntil('problems', () => ourProblems(document).length > 0)
    assert.ok((await lenses(document)).length > 0, 'no lens')
  })

  it('follows a document that becomes a Module, and one that stops being one', async () => {
    const { document, replace } = await openYaml(other)
    assert.deepEqual(await lenses(document), [])
    await replace('example.com', 'kmm.sigs.x-k8s.io')
    await waitUntil('problems', () => ourProblems(document).length > 0)
    assert.ok((await lenses(document)).length > 0, 'no lens')
    await replace('kmm.sigs.x-k8s.io', 'example.com')
    await waitUntil('no problems', () => ourProblems(document).length === 0)
    assert.deepEqual(await lenses(document), [])
    await replace('example.com', 'kmm.sigs.x-k8s.io')
    await waitUntil('problems again', () => ourProblems(document).length > 0)
  })

  it('shows them again when the server is restarted', async () => {
    const { document } = await openYaml(unfinished)
    await waitUntil('problems', () => ourProblems(document).length > 0)
    const cleared = new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        if (ourProblems(document).length > 0) return
        listener.dispose()
        resolve()
      })
    })
    await vscode.commands.executeCommand('kmm.restartServer')
    await cleared
    await waitUntil('problems again', () => ourProblems(document).length > 0)
  })

  it('tells the server of nothing but Modules', async () => {
    const told: string[] = []
    const channel = {
      uriOf: ({ uri }: vscode.TextDocument) => uri.toString(),
      open: (document: vscode.TextDocument) => middleware.didOpen(document, async () => void told.push('open')),
      close: (document: vscode.TextDocument) => middleware.didClose(document, async () => void told.push('close')),
    }
    const middleware = serveOnlyKmm(channel)
    const ask = async (document: vscode.TextDocument) => {
      const param = { textDocument: { uri: document.uri.toString() } }
      return middleware.sendRequest('textDocument/hover', param, undefined, async () => 'answer').catch(() => 'refused')
    }
    const { document, replace } = await openYaml(other)
    const change = () =>
      middleware.didChange({ document, contentChanges: [], reason: undefined }, async () => void told.push('change'))

    await channel.open(document)
    await change()
    assert.equal(await ask(document), 'refused')
    await middleware.didSave(document, async () => void told.push('save'))
    await channel.close(document)
    assert.deepEqual(told, [])

    await replace('example.com', 'kmm.sigs.x-k8s.io')
    await change()
    await change()
    assert.equal(await ask(document), 'answer')
    await replace('kmm.sigs.x-k8s.io', 'example.com')
    await change()
    assert.equal(await ask(document), 'refused')
    assert.deepEqual(told, ['open', 'change', 'close'])
  })
})
