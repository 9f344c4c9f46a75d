import { type Browser, chromium } from 'playwright-core'
import { findOnPath } from '../../scripts/findOnPath.ts'

/** The Chromium of this machine: the environment variable CHROMIUM, else the first one on PATH. */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM ?? findOnPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
}

/**
 * Starts a headless Chromium that can reach 127.0.0.1 and nothing else. Signals are left to the caller, since
 * Playwright's own handlers exit before a caller has cleaned up. Throws when no Chromium is there.
 */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Chromium is missing: install it, or name it in the variable CHROMIUM')
  return chromium.launch({
    executablePath,
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  })
}
