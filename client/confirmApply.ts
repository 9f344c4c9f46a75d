import * as vscode from 'vscode'
import type { ConfirmAnswer, ConfirmQuestion } from '../server/lsp/protocol.ts'
import type { Approvals } from './approvals.ts'
import type { DiffView } from './diffView.ts'

/**
 * Shows what applying would change beside the question whether to apply, and closes the comparison when it is
 * answered. A context that the person approved for good is not asked about again; a protected one always is, and its
 * name must be typed.
 */
export async function confirmApply(
  question: ConfirmQuestion,
  token: vscode.CancellationToken,
  { approvals, diffView }: { approvals: Approvals; diffView: DiffView },
): Promise<ConfirmAnswer> {
  if (!question.protected && approvals.has(question)) return { apply: true }
  const close = question.changed ? await diffView.open(question) : async () => {}
  try {
    const apply = await ask(question, approvals)
    return { apply: apply && !token.isCancellationRequested }
  } finally {
    await close()
  }
}

const showDifference = 'Show Difference'

async function ask(question: ConfirmQuestion, approvals: Approvals): Promise<boolean> {
  const { name, namespace, context, server } = question
  const message = `Apply Module "${name}" to ${context}, namespace ${namespace}?`
  const namesServer = question.details.some((line) => line.includes(server))
  const details = namesServer ? question.details : [`Server: ${server}`, ...question.details]
  const choose = async (...buttons: readonly string[]): Promise<string | undefined> => {
    const look = question.changed ? [showDifference] : []
    const options = { modal: true, detail: details.join('\n') }
    const answer = await vscode.window.showInformationMessage(message, options, ...buttons, ...look)
    // The dialog covers the comparison: who wants to read it is asked again beside it.
    return answer === showDifference ? vscode.window.showInformationMessage(message, ...buttons) : answer
  }
  if (question.protected) {
    const goOn = "Type the Context's Name…"
    return (await choose(goOn)) === goOn && typeName(question)
  }
  const apply = 'Apply'
  const applyAlways = `Apply, and don't ask again for ${context}`
  const answer = await choose(apply, applyAlways)
  if (answer === applyAlways) await approvals.add(question)
  return answer === apply || answer === applyAlways
}

async function typeName({ name, context }: ConfirmQuestion): Promise<boolean> {
  const typed = await vscode.window.showInputBox({
    title: `Apply Module "${name}" to ${context}`,
    prompt: `This context is protected. Type its name, ${context}, to apply.`,
    ignoreFocusOut: true,
    validateInput: (value) => (value === context ? undefined : `Type ${context} to apply, or press Escape to leave it`),
  })
  return typed === context
}
