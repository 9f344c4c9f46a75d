import type { Locator, Page } from 'playwright-core'

const tries = 5
const tryMs = 5000

/**
 * Presses a key until what it opens is there. A workbench that is still starting, or that redraws at that moment,
 * swallows a key now and then; a person would press it again. Throws when it does not appear at all.
 */
export async function pressUntil(page: Page, key: string, opened: Locator): Promise<void> {
  for (let count = 1; count < tries; count += 1) {
    await page.keyboard.press(key)
    const there = await opened.waitFor({ timeout: tryMs }).then(
      () => true,
      () => false,
    )
    if (there) return
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press(key)
  await opened.waitFor({ timeout: tryMs })
}
