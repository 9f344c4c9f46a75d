import * as vscode from 'vscode'
import { type PasteQuestion, pasteKernels } from '../server/lsp/protocol.ts'
import { documentSelector } from './documentSelector.ts'
import type { Server } from './server.ts'
import { isKmmDocument } from './watchDocuments.ts'

/** More text is not looked at: it is no list of nodes. */
const longestPaste = 200_000

/**
 * Offers to paste kernels (lines of `uname -r`, a table of nodes) as mappings where mappings go. Plain text stays what
 * happens unless the person chooses otherwise.
 */
export function offerKernelPaste(loadServer: () => Promise<Server>): vscode.Disposable {
  const kind = vscode.DocumentDropOrPasteEditKind.Text.append('kmm', 'kernelMappings')
  return vscode.languages.registerDocumentPasteEditProvider(
    [...documentSelector],
    {
      provideDocumentPasteEdits: async (document, ranges, data, _context, token) => {
        const [range] = ranges
        if (ranges.length !== 1 || range === undefined || !range.isEmpty || !isKmmDocument(document)) return undefined
        const text = await data.get('text/plain')?.asString()
        if (text === undefined || text.length > longestPaste || !/\d\.\d/.test(text)) return undefined
        if (token.isCancellationRequested) return undefined
        const { line, character } = range.start
        const question: PasteQuestion = {
          textDocument: { uri: document.uri.toString() },
          position: { line, character },
          text,
        }
        const answer = asTextEdit(await (await loadServer()).request(pasteKernels, question))
        if (answer === undefined) return undefined
        const edit = new vscode.DocumentPasteEdit('', 'Paste as kernel mappings', kind)
        edit.additionalEdit = new vscode.WorkspaceEdit()
        edit.additionalEdit.set(document.uri, [answer])
        edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text]
        return [edit]
      },
    },
    { providedPasteEditKinds: [kind], pasteMimeTypes: ['text/plain'] },
  )
}

function asTextEdit(answer: unknown): vscode.TextEdit | undefined {
  if (typeof answer !== 'object' || answer === null || !('newText' in answer) || !('range' in answer)) return undefined
  const { newText, range }: { newText: unknown; range: unknown } = answer
  if (typeof newText !== 'string' || typeof range !== 'object' || range === null) return undefined
  const [start, end] = ['start', 'end'].map((name) => asPosition(Reflect.get(range, name)))
  return start && end && vscode.TextEdit.replace(new vscode.Range(start, end), newText)
}

function asPosition(value: unknown): vscode.Position | undefined {
  if (typeof value !== 'object' || value === null || !('line' in value) || !('character' in value)) return undefined
  const { line, character }: { line: unknown; character: unknown } = value
  return typeof line === 'number' && typeof character === 'number' ? new vscode.Position(line, character) : undefined
}
