import * as vscode from 'vscode'
import type { ConfirmQuestion } from '../server/lsp/protocol.ts'

const scheme = 'kmm-diff'

/** The comparison of what is on the cluster with what would be. */
export interface DiffView extends vscode.Disposable {
  /** Opens it without taking the focus; answers how to close it. */
  open(question: ConfirmQuestion): Promise<() => Promise<void>>
}

/** Both sides are documents in memory, so nothing of the cluster is written to disk. */
export function createDiffView(): DiffView {
  const texts = new Map<string, string>()
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  })
  let opened = 0
  return {
    open: async ({ name, context, before, after }) => {
      opened += 1
      const side = (of: string) => vscode.Uri.from({ scheme, path: `/${opened}/${of}/${name}.yaml` })
      const [left, right] = [side('cluster'), side('editor')]
      texts.set(left.toString(), before)
      texts.set(right.toString(), after)
      const title = before === '' ? `${name}: new on ${context}` : `${name}: on ${context} ↔ after applying`
      await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false, preserveFocus: true })
      return async () => {
        await closeTab(right)
        texts.delete(left.toString())
        texts.delete(right.toString())
      }
    },
    dispose: () => provider.dispose(),
  }
}

async function closeTab(right: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs)
  const ours = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === right.toString(),
  )
  await vscode.window.tabGroups.close(ours, true)
}
