const vscode = require('vscode')

/** What a YAML extension does on any YAML, at its simplest: an open bracket is an error, a word and a hover everywhere. */
exports.activate = function activate(context) {
  const errors = vscode.languages.createDiagnosticCollection('other-yaml')
  const look = (document) => {
    if (document.languageId !== 'yaml') return
    const at = document.getText().search(/\[[^\]]*$/)
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 1))
    errors.set(document.uri, at === -1 ? [] : [new vscode.Diagnostic(range, 'Flow sequence is never closed')])
  }
  vscode.workspace.textDocuments.forEach(look)
  context.subscriptions.push(
    errors,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.languages.registerCompletionItemProvider('yaml', {
      provideCompletionItems: () => [new vscode.CompletionItem('otherYamlWord')],
    }),
    vscode.languages.registerHoverProvider('yaml', {
      provideHover: () => new vscode.Hover('Says the other extension'),
    }),
  )
}
