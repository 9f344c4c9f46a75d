import type { LspProcess } from '../support/lspProcess.ts'
import { startLsp } from '../support/lspProcess.ts'
import { type HostileText, hostileTexts } from './hostileTexts.ts'
import { recipe } from './texts.ts'

const hostileUri = 'file:///hostile.yaml'
const otherUri = 'file:///module.yaml'

/** How long a hover in another file waited, ms, behind each request about a hostile text. */
export interface Blocked extends HostileText {
  /** the longest, and which request it was */
  readonly ms: number
  readonly request: string
  /** one request after another as an editor sends them when it opens the file, with the hover behind them all */
  readonly burstMs: number
}

/** Opens each hostile text in the built server in `dist`, types in it, and asks what an editor asks; one server for each. */
export async function hostileBlocks(dist: string): Promise<readonly Blocked[]> {
  const found: Blocked[] = []
  for (const hostile of hostileTexts()) found.push(await blockedBy(dist, hostile))
  return found
}

async function blockedBy(dist: string, hostile: HostileText): Promise<Blocked> {
  const lsp = await startLsp(dist)
  const hover = () =>
    lsp.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: otherUri },
      position: { line: 1, character: 2 },
    })
  const waited = async (send: () => readonly Promise<unknown>[]) => {
    const sent = send()
    const fromMs = performance.now()
    await hover()
    const ms = performance.now() - fromMs
    await Promise.allSettled(sent)
    return ms
  }
  await warmUp(lsp, hover)
  const times: { request: string; ms: number }[] = []
  // What the pipe takes is the sender's: the text is on the other side once this hover is answered.
  await lsp.open(hostileUri, hostile.text)
  await hover()
  for (const [request, send] of requests(lsp)) times.push({ request, ms: await waited(() => [send()]) })
  await type(lsp, hostile.text)
  await hover()
  const burstMs = await waited(() => requests(lsp).map(([, send]) => send()))
  await lsp.stop()
  const longest = times.reduce((a, b) => (b.ms > a.ms ? b : a))
  return { ...hostile, ...longest, burstMs }
}

/** Code that has not run yet is slow for a reason that has nothing to do with the text. */
async function warmUp(lsp: LspProcess, hover: () => Promise<unknown>): Promise<void> {
  await lsp.open(otherUri, recipe())
  await lsp.open(hostileUri, recipe())
  for (let round = 0; round < 20; round += 1) {
    await type(lsp, recipe())
    await hover()
    for (const [, send] of requests(lsp)) await send()
  }
  await lsp.connection.sendNotification('textDocument/didClose', { textDocument: { uri: hostileUri } })
}

let version = 1

async function type(lsp: LspProcess, text: string): Promise<void> {
  const at = { line: text.split('\n').length - 1, character: 0 }
  version += 1
  await lsp.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: hostileUri, version },
    contentChanges: [{ range: { start: at, end: at }, text: '#' }],
  })
}

function requests(lsp: LspProcess): readonly (readonly [string, () => Promise<unknown>])[] {
  const textDocument = { uri: hostileUri }
  const position = { line: 5, character: 12 }
  const range = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } }
  const ask = (method: string, more: object = {}) =>
    [method, () => lsp.connection.sendRequest(`textDocument/${method}`, { textDocument, ...more })] as const
  return [
    ask('diagnostic'),
    ask('completion', { position }),
    ask('hover', { position }),
    ask('codeAction', { range: { start: position, end: position }, context: { diagnostics: [] } }),
    ask('codeLens'),
    ask('inlayHint', { range }),
    ask('documentSymbol'),
    ask('documentLink'),
    ask('documentHighlight', { position }),
    ask('semanticTokens/full'),
  ]
}
