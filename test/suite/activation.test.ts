import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { serverCommands } from '../../server/lsp/protocol.ts'
import { openYaml } from './openYaml.ts'
import { waitUntil } from './waitUntil.ts'

const id = 'kmm-tools.kmm'

/** The language client registers the server's commands once the server has answered `initialize`. */
async function serverRuns(): Promise<boolean> {
  return (await vscode.commands.getCommands(true)).includes(serverCommands.connect)
}

describe('activation', () => {
  it('finds the extension', () => {
    assert.ok(vscode.extensions.getExtension(id), `${id} is not installed`)
  })

  it('looks at other YAML and starts no server for it', async () => {
    await openYaml('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: demo\n')
    await waitUntil(`${id} is active`, () => vscode.extensions.getExtension(id)?.isActive)
    assert.equal(await serverRuns(), false)
  })

  it('starts the server for a document that becomes a Module while it is typed', async () => {
    const { document, replace } = await openYaml('kind: Deployment\n')
    assert.equal(await serverRuns(), false)
    await replace('kind: Deployment', 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module')
    await waitUntil('the server runs', serverRuns)
    assert.equal(document.languageId, 'yaml')
  })
})
