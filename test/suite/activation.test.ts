import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { waitUntil } from './waitUntil.ts'

const id = 'kmm-tools.kmm'

describe('activation', () => {
  it('finds the extension', () => {
    assert.ok(vscode.extensions.getExtension(id), `${id} is not installed`)
  })

  it('activates on a KMM document', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'yaml',
      content: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: demo\n',
    })
    await vscode.window.showTextDocument(document)
    await waitUntil(`${id} is active`, () => vscode.extensions.getExtension(id)?.isActive)
  })
})
