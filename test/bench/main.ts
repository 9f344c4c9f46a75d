import { statSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { packageExtension } from '../../scripts/package.ts'
import { readVsix } from '../../scripts/readVsix.ts'
import { startLsp } from '../support/lspProcess.ts'
import { contest } from './contest.ts'
import { firstLogLineMs } from './firstLogLine.ts'
import { hostileBlocks } from './hostile.ts'
import { medianOf } from './median.ts'
import { manyDocuments, recipe } from './texts.ts'

/** Prints the figures that the budgets speak of (`npm run bench`). Ratios are to what `yaml` needs to parse the text in this process. */
const dist = join(import.meta.dirname, '../../dist')

await coldStart()
await keystrokes('recipe Module', recipe(), 5)
await keystrokes('2,500 lines of many documents', manyDocuments(2_500), 10)
await sizes()
await firstLine()
await hostile()
await contest(dist)

async function coldStart(): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 10; round += 1) {
    const startMs = performance.now()
    const lsp = await startLsp(dist)
    await lsp.open('file:///module.yaml', recipe())
    await lsp.diagnostics('file:///module.yaml')
    times.push(performance.now() - startMs)
    await lsp.stop()
  }
  tell('cold start to first diagnostics', medianOf(times), 150)
}

/** A character is typed and taken back in the middle of the text; each time diagnostics are pulled. */
async function keystrokes(name: string, text: string, budgetMs: number): Promise<void> {
  const uri = 'file:///module.yaml'
  const lsp = await startLsp(dist)
  await lsp.open(uri, text)
  await lsp.diagnostics(uri)
  const lines = text.split('\n')
  const line = lines.findIndex((one, at) => at > lines.length / 2 && one.includes('moduleName:'))
  const at = line === -1 ? lines.findIndex((one) => one.includes('moduleName:')) : line
  const character = lines[at]?.length ?? 0
  const times: number[] = []
  // The first keystrokes run code that is not compiled yet; a person's thousandth does not.
  for (let round = 0; round < 140; round += 1) {
    const typed = round % 2 === 0
    const start = { line: at, character }
    const end = { line: at, character: typed ? character : character + 1 }
    const startMs = performance.now()
    await lsp.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: round + 2 },
      contentChanges: [{ range: { start, end }, text: typed ? 'x' : '' }],
    })
    await lsp.diagnostics(uri)
    if (round >= 40) times.push(performance.now() - startMs)
  }
  const median = medianOf(times)
  const parses = Array.from({ length: 20 }, () => {
    const startMs = performance.now()
    parseAllDocuments(text)
    return performance.now() - startMs
  })
  await lsp.stop()
  tell(`keystroke to diagnostics, ${name} (${lines.length} lines)`, median, budgetMs)
  console.log(`    ${(median / medianOf(parses)).toFixed(2)} × one parse of the whole text by \`yaml\``)
}

async function sizes(): Promise<void> {
  for (const name of ['client', 'server.main', 'cli.main', 'authProviders']) {
    console.log(`size of dist/${name}.cjs: ${kb(statSync(join(dist, `${name}.cjs`)).size)}`)
  }
  console.log(`size of the VSIX: ${kb(readVsix(await packageExtension()).bytes)} (≤ 1536 KB)`)
}

async function firstLine(): Promise<void> {
  const { fromApplyMs, fromStartMs } = await firstLogLineMs(dist)
  console.log(`Apply to the first log line at the client, practice cluster: ${fromApplyMs.toFixed(0)} ms`)
  tell('  of which after the container has started', fromStartMs, 300)
}

async function hostile(): Promise<void> {
  console.log('longest wait of a hover in another file behind one request about a hostile text')
  for (const { name, ms, request, burstMs } of await hostileBlocks(dist)) {
    tell(`  ${name} (${request}; ${burstMs.toFixed(0)} ms behind all requests of an editor at once)`, ms, 50)
  }
}

function tell(what: string, ms: number, budgetMs: number): void {
  console.log(`${what}: ${ms.toFixed(1)} ms (≤ ${budgetMs}${ms > budgetMs ? ', OVER' : ''})`)
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KB`
}
