import assert from 'node:assert/strict'
import * as vscode from 'vscode'

/** An untitled YAML document in an editor, and a way to type in it. */
export interface OpenYaml {
  readonly document: vscode.TextDocument
  readonly editor: vscode.TextEditor
  /** Replaces the first place of a text that must be there. */
  replace(text: string, by: string): Promise<void>
}

/** Opens an untitled document with this text. */
export async function openYaml(content: string): Promise<OpenYaml> {
  const document = await vscode.workspace.openTextDocument({ language: 'yaml', content })
  const editor = await vscode.window.showTextDocument(document)
  return {
    document,
    editor,
    replace: async (text, by) => {
      const start = document.getText().indexOf(text)
      assert.notEqual(start, -1, `${text} is not in the document`)
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length))
      assert.ok(await editor.edit((edit) => edit.replace(range, by)), 'the edit was refused')
    },
  }
}
