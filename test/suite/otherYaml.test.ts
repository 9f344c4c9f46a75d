import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { openYaml } from './openYaml.ts'
import { waitUntil } from './waitUntil.ts'

const whole = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: demo\nspec:\n  selectr: {}\n'

describe('beside another YAML extension', () => {
  it('leaves errors of the text to it, and shows its own problems once', async () => {
    assert.ok(vscode.extensions.getExtension('redhat.vscode-yaml'), 'the stand-in is not installed')
    const { document } = await openYaml(`${whole}  tolerations: [\n`)
    const problems = () => vscode.languages.getDiagnostics(document.uri)
    const ids = () => problems().map(({ source, code }) => (source === 'kmm' ? codeOf(code) : 'other'))
    await waitUntil('its error', () => ids().includes('other'))
    await waitUntil('our problem', () => ids().includes('kmm/unknown-key'))
    assert.deepEqual(
      ids().filter((id) => id.startsWith('kmm/yaml-')),
      [],
    )
    assert.equal(ids().filter((id) => id === 'kmm/unknown-key').length, 1)
    assert.equal(ids().filter((id) => id === 'other').length, 1)
  })

  it('offers completions and hovers once, beside its own', async () => {
    const { document } = await openYaml(whole.replace('  selectr: {}\n', '  selector: {}\n  \n'))
    const { uri } = document
    const labels = async () => {
      const at = new vscode.Position(6, 2)
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at,
      )
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
    }
    await waitUntil('our completion', async () => (await labels()).includes('moduleLoader'))
    const offered = await labels()
    assert.equal(offered.filter((label) => label === 'moduleLoader').length, 1)
    assert.equal(offered.filter((label) => label === 'otherYamlWord').length, 1)
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(5, 4),
    )
    assert.equal(hovers.length, 2)
  })
})

function codeOf(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : code)
}
