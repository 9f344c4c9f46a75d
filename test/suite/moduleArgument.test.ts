import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { moduleArgument } from '../../client/moduleArgument.ts'
import { openYaml } from './openYaml.ts'
import { waitUntil } from './waitUntil.ts'

const text = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: demo\n'

describe('which Module a command means', () => {
  it('is the one at the cursor, with the version that is seen', async () => {
    const { document, editor, replace } = await openYaml(text)
    editor.selection = new vscode.Selection(2, 0, 2, 0)
    await replace('demo', 'other')
    const expected = { uri: document.uri.toString(), version: document.version, line: 2 }
    assert.deepEqual(moduleArgument([]), expected)
    assert.deepEqual(moduleArgument([document.uri, { groupId: 0 }]), expected)
  })

  it('is the one beside the logs while those have the focus', async () => {
    const { document } = await openYaml(text)
    await vscode.commands.executeCommand('workbench.panel.output.focus')
    await waitUntil('the logs have the focus', () => vscode.window.activeTextEditor?.document.uri.scheme === 'output')
    assert.equal(moduleArgument([])?.uri, document.uri.toString())
    await vscode.commands.executeCommand('workbench.action.closePanel')
  })

  it("is the lens's, at the version of now", async () => {
    const { document } = await openYaml(text)
    const uri = document.uri.toString()
    await openYaml('kind: Deployment\n')
    assert.deepEqual(moduleArgument([{ uri, version: 99, line: 1 }]), { uri, version: document.version, line: 1 })
  })

  it('is none in other files', async () => {
    const { document } = await openYaml('kind: Deployment\n')
    assert.equal(moduleArgument([]), undefined)
    assert.equal(moduleArgument([document.uri]), undefined)
    assert.equal(moduleArgument([{ uri: 'file:///nowhere.yaml', line: 1 }]), undefined)
  })
})
