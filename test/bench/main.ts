import { statSync } from 'node:fs'
import { join } from 'node:path'
import { packageExtension } from '../../scripts/package.ts'
import { readVsix } from '../../scripts/readVsix.ts'
import { startLsp } from '../support/lspProcess.ts'
import { contest, ourServer } from './contest.ts'
import { firstLogLineMs } from './firstLogLine.ts'
import { hostileBlocks } from './hostile.ts'
import { keystrokeFigures } from './keystrokes.ts'
import { medianOf } from './median.ts'
import { recipe } from './texts.ts'

/** Prints the figures that the budgets speak of (`npm run bench`). Ratios are to what `yaml` needs to parse the text in this process. */
const dist = join(import.meta.dirname, '../../dist')

await coldStart()
await typing()
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

async function typing(): Promise<void> {
  for await (const one of keystrokeFigures(ourServer(dist))) {
    tell(`keystroke to diagnostics, ${one.name} (${one.lines} lines)`, one.keystrokeMs, one.budgetMs)
    const parses = (one.keystrokeMs / one.parseMs).toFixed(2)
    console.log(`    ${parses} × one parse of the whole text by \`yaml\` (${one.parseMs.toFixed(1)} ms)`)
    tell('    completion while typing, p95', one.completionP95Ms, one.budgetMs)
    console.log(`    resident memory: ${one.rssMiB.toFixed(0)} MiB (≤ 200${one.rssMiB > 200 ? ', OVER' : ''})`)
  }
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
  console.log(`${what}: ${ms.toFixed(1)} ms (≤ ${budgetMs.toFixed(0)}${ms > budgetMs ? ', OVER' : ''})`)
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KB`
}
