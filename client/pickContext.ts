import * as vscode from 'vscode'
import type { ContextQuestion } from '../server/lsp/protocol.ts'

/** Lets the person choose a context of the kubeconfig, its current one first; null when they leave it as it is. */
export async function pickContext(
  { current, contexts }: ContextQuestion,
  token: vscode.CancellationToken,
): Promise<string | null> {
  const items = contexts.map(({ name, server, namespace }) => ({
    label: name,
    description: name === current ? 'current' : '',
    detail: `${server}, namespace ${namespace}`,
  }))
  items.sort((one, other) => Number(other.label === current) - Number(one.label === current))
  const picked = await vscode.window.showQuickPick(
    items,
    {
      title: 'KMM: Connect to Cluster',
      placeHolder: 'Context of the kubeconfig to work with',
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
    token,
  )
  return picked?.label ?? null
}
