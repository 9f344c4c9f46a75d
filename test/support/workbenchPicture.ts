import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

/** Where stories leave pictures and logs for whoever looks into them. */
export const resultsFolder = 'test/.results'

const tries = 5

/**
 * Keeps a picture of the page: in `docs/pictures/` when KMM_PICTURES is set, else in `test/.results/`. With `show`, it
 * is a picture of a popup: `show` opens it and says what must be seen, and that is there before and behind the shot.
 * VS Code takes popups away on its own, such as a hover when a lens moves the text, so `show` is done again then;
 * throws when no shot has the popup.
 */
export async function keepPicture(page: Page, name: string, show?: () => Promise<Locator>): Promise<void> {
  const folder = process.env.KMM_PICTURES ? 'docs/pictures' : resultsFolder
  for (let count = 1; count <= tries; count += 1) {
    const popup = await show?.()
    const shot = await page.screenshot({ animations: 'disabled', style: leftOut })
    if (popup !== undefined && !(await popup.isVisible())) continue
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `${name}.png`), shot)
    return
  }
  throw new Error(`what the picture ${name} is of went away in each of ${tries} shots`)
}

/**
 * Keeps out of pictures what VS Code shows in a browser only, where the story's copy lies, and the scroll bars that
 * differences and peeked files have whatever the settings of scroll bars.
 */
const leftOut = `#status\\.forwardedPorts, #status\\.workbench\\.keyboardLayout, #status\\.host,
  .peekview-title .dirname, .peekview-widget .scrollbar.horizontal, .diffViewport { display: none }`
