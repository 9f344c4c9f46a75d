#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { installCodeServer } from '../../scripts/codeServer.ts'
import { parseShimArguments, workbenchAddress } from './vscodeShimArguments.ts'
import { type HostEnd, watchExtensionHost } from './vscodeShimHost.ts'
import { launchBrowser } from './workbenchBrowser.ts'
import { startWorkbenchServer, writeUserSettings } from './workbenchServer.ts'

/**
 * A program that stands in for desktop VS Code's executable where VS Code cannot be downloaded: it takes the arguments
 * that `@vscode/test-electron` passes, runs the tests in code-server's extension host with a headless Chromium as the
 * workbench, prints what they print, and exits with their result.
 */
const limitMs = Number(process.env.VSCODE_SHIM_TIMEOUT ?? 600) * 1000
const ends: (() => Promise<unknown>)[] = []
const result = Promise.withResolvers<HostEnd>()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => result.resolve({ code: 130, why: `got ${signal}` }))
setTimeout(() => result.resolve({ code: 1, why: `no result after ${limitMs / 1000} s` }), limitMs).unref()
endWithParent()

start().catch((error: unknown) =>
  result.resolve({ code: 1, why: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
)
const { code, why } = await result.promise
if (why) console.error(`vscodeShim: ${why}`)
for (const end of ends.reverse()) await Promise.race([end().catch(() => {}), delay(5000, undefined, { ref: false })])
process.exit(code)

async function start(): Promise<void> {
  const wanted = parseShimArguments(process.argv.slice(2))
  const scratch = await mkdtemp(join(tmpdir(), 'kmm-vscode-shim-'))
  ends.push(() => rm(scratch, { recursive: true, force: true, maxRetries: 5 }))
  const dataDir = wanted.dataDir ?? join(scratch, 'data')
  await writeUserSettings(dataDir, {})
  const server = await startWorkbenchServer(await installCodeServer(), {
    scratch,
    dataDir,
    extensionsDir: wanted.extensionsDir ?? join(scratch, 'extensions'),
    drivenByUrl: true,
    env: extensionEnvironment(),
  })
  ends.push(server.stop)
  void server.ended.then((log) => result.resolve({ code: 1, why: `code-server ended early\n${log}` }))

  const browser = await launchBrowser()
  ends.push(() => browser.close())
  browser.on('disconnected', () => result.resolve({ code: 1, why: 'the browser went away' }))
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.on('crash', () => result.resolve({ code: 1, why: 'the page of the workbench crashed' }))
  void watchExtensionHost(page, server).then(result.resolve)
  const answer = await page.goto(workbenchAddress(server.port, wanted), { waitUntil: 'commit' })
  if (!answer?.ok()) throw new Error(`code-server answered ${answer?.status()}\n${server.log()}`)
}

/** Test variables are the caller's to set: only what the server keeps from its own surroundings is dropped there. */
function extensionEnvironment(): NodeJS.ProcessEnv {
  const { KUBECONFIG } = process.env
  return KUBECONFIG === undefined ? {} : { KUBECONFIG }
}

function endWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) result.resolve({ code: 130, why: 'the process that started it has gone' })
  }, 1000).unref()
}
