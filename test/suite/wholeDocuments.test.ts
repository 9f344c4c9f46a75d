import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { openYaml } from './openYaml.ts'

async function labels(content: string): Promise<readonly string[]> {
  const { document } = await openYaml(content)
  const found = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(content.length),
  )
  return found.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
}

describe('an empty YAML document', () => {
  it('is offered whole Modules', async () => {
    for (const content of ['', '# a driver\n', 'kind: Pod\n---\n', 'kmm']) {
      const found = await labels(content)
      assert.ok(found.includes('Module with build and sign'), `${JSON.stringify(content)}: ${found.join(', ')}`)
      assert.equal(found.filter((label) => label === 'Module').length, 1)
    }
  })

  it("of somebody else's is not", async () => {
    for (const content of ['kind: Pod\n', 'name']) assert.ok(!(await labels(content)).includes('Module'), content)
  })
})
