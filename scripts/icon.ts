import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { findOnPath } from './findOnPath.ts'

/** Draws `images/icon.svg` as the PNG that the Marketplace wants (256 px, transparent corners). Needs Chromium. */
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? findOnPath('chromium', 'chromium-browser', 'google-chrome') ?? 'chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: { width: 256, height: 256 } })
await page.setContent(`<style>body{margin:0}svg{display:block}</style>${readFileSync('images/icon.svg', 'utf8')}`)
await page.screenshot({ path: 'images/icon.png', omitBackground: true })
await browser.close()
