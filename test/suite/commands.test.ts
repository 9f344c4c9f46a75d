import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { commandIds } from '../../client/commandIds.ts'

describe('commands', () => {
  it('registers every command of the manifest', async () => {
    const registered = await vscode.commands.getCommands(true)
    assert.deepEqual(
      commandIds.filter((id) => !registered.includes(id)),
      [],
    )
  })

  it('brings its own output to the front', async () => {
    await vscode.commands.executeCommand('kmm.showOutput')
  })
})
