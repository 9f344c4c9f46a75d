import * as vscode from 'vscode'
import type { KnownKernel } from '../server/lsp/protocol.ts'

/** Lets the person choose one of the known kernels or type another one; `undefined` when they leave it. */
export function pickKernel(title: string, known: readonly KnownKernel[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick()
  const items = known.map(({ kernel, nodes }) => ({ label: kernel, description: describe(nodes) }))
  pick.title = `KMM: ${title}`
  pick.placeholder = 'Kernel as uname -r prints it: choose or type'
  pick.matchOnDescription = true
  pick.items = items
  return new Promise((resolve) => {
    const subscriptions = [
      pick.onDidChangeValue((value) => {
        const typed = value.trim()
        const isNew = typed !== '' && !items.some(({ label }) => label === typed)
        pick.items = isNew ? [...items, { label: typed, description: 'as typed', alwaysShow: true }] : items
      }),
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.label)
        pick.hide()
      }),
      pick.onDidHide(() => {
        resolve(undefined)
        vscode.Disposable.from(...subscriptions, pick).dispose()
      }),
    ]
    pick.show()
  })
}

/** Lets the person choose which kernels to try: those known, those on the clipboard, or typed ones. */
export async function pickKernels(
  known: readonly KnownKernel[],
  onClipboard: readonly string[],
  parse: (text: string) => Promise<readonly string[]>,
): Promise<readonly string[] | undefined> {
  const names = known.map(({ kernel }) => kernel)
  const places = [
    { label: '$(clippy) Those on the clipboard', detail: onClipboard.join(', '), kernels: onClipboard },
    { label: "$(server) Those of the Module's nodes and literals", detail: names.join(', '), kernels: names },
  ].filter(({ kernels }) => kernels.length > 0)
  const type = { label: '$(edit) Type kernels…', detail: 'As uname -r prints them, with blanks between', kernels: [] }
  const options = { title: 'KMM: Test Kernel Mappings', placeHolder: 'Which kernels?' }
  const picked = places.length === 0 ? type : await vscode.window.showQuickPick([...places, type], options)
  return picked === type ? typeKernels(parse) : picked?.kernels
}

async function typeKernels(
  parse: (text: string) => Promise<readonly string[]>,
): Promise<readonly string[] | undefined> {
  const typed = await vscode.window.showInputBox({
    title: 'KMM: Test Kernel Mappings',
    prompt: 'Kernels as uname -r prints them, with blanks or commas between',
    placeHolder: '6.6.2-201.fc39.x86_64 5.14.0-570.el9.x86_64',
    ignoreFocusOut: true,
    validateInput: async (value) =>
      value.trim() === '' || (await parse(value)).length > 0
        ? undefined
        : 'No kernel in it: they look like 6.6.2-201.fc39.x86_64',
  })
  const kernels = typed === undefined ? [] : await parse(typed)
  return kernels.length === 0 ? undefined : kernels
}

function describe(nodes: readonly string[]): string {
  if (nodes.length === 0) return 'literal of the Module'
  const shown = nodes.slice(0, 3).join(', ')
  return nodes.length === 1 ? shown : `${nodes.length} nodes: ${shown}${nodes.length > 3 ? ' …' : ''}`
}
