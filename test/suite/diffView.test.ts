import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { createDiffView } from '../../client/diffView.ts'
import { waitUntil } from './waitUntil.ts'

const question = {
  name: 'demo',
  namespace: 'default',
  context: 'practice',
  server: 'http://127.0.0.1:1',
  before: 'a: 1\n',
  after: 'a: 2\n',
  changed: true,
  details: [],
  protected: false,
}

function comparisons(): vscode.TabInputTextDiff[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs)
  return tabs.flatMap(({ input }) => (input instanceof vscode.TabInputTextDiff ? [input] : []))
}

describe('the comparison before an apply', () => {
  it('shows both sides from memory and closes its own tab only', async () => {
    const view = createDiffView()
    try {
      const close = await view.open(question)
      const input = await waitUntil('the comparison is open', () => comparisons()[0])
      const texts = await Promise.all(
        [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
      )
      assert.deepEqual(
        texts.map((document) => document.getText()),
        [question.before, question.after],
      )
      const others = vscode.window.tabGroups.all.flatMap((group) => group.tabs).length - 1
      await close()
      await waitUntil('the comparison is closed', () => comparisons().length === 0)
      assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, others)
    } finally {
      view.dispose()
    }
  })
})
