import { format } from 'node:util'
import type { Page } from 'playwright-core'
import type { WorkbenchServer } from './workbenchServer.ts'

/** How tests ended: the exit code, and why when it was not by their own result. */
export interface HostEnd {
  code: number
  why?: string
}

/** What the workbench itself says while tests run, which nobody asked for. */
const noise =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[(Service Worker|AgentHost\S*|AccountPolicyGate|ChatModelSelection|reconnection-grace-time|remote-connection)\]|(Updating|Ignoring fetching) additional builtin extensions)/

/**
 * Prints what the extension host logs and settles with the tests' result, which the workbench reports by calling
 * two functions of its window. It reports 0 as well when a remote extension host dies, so a good result counts only
 * when the server saw the host end by itself with 0 and the connection was not lost before.
 */
export async function watchExtensionHost(page: Page, server: WorkbenchServer): Promise<HostEnd> {
  const reported = Promise.withResolvers<number>()
  let lost = false
  await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => {
    const text = format(...values)
    if (/^\[remote-connection\]\[ExtensionHost\].*received socket close/.test(text)) lost = true
    if (!lost && !noise.test(text)) console.log(text)
  })
  await page.exposeFunction('codeAutomationExit', (code: number) => reported.resolve(code))
  const code = await reported.promise
  if (code !== 0) return { code }
  const [, hostCode = 'unknown', hostSignal = 'unknown'] = await server.printed(
    /Extension Host Process exited with code: (\S+), signal: ([^\s.]+)/,
  )
  if (hostCode === '0' && hostSignal === 'null' && !lost) return { code: 0 }
  return { code: 1, why: `the extension host ended by itself (exit code ${hostCode}, signal ${hostSignal})` }
}
