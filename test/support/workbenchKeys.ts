import type { Locator, Page } from 'playwright-core'

const tries = 5
const tryMs = 5000

/**
 * Presses a key until what it opens is there. A workbench that is still starting, or that redraws at that moment,
 * swallows a key now and then; a person would press it again. Throws when it does not appear at all.
 */
export function pressUntil(page: Page, key: string, opened: Locator): Promise<void> {
  return tryUntil(page, opened, () => page.keyboard.press(key))
}

/** The same for anything that `Escape` takes back and that can be done again. */
export async function tryUntil(page: Page, opened: Locator, action: () => Promise<void>): Promise<void> {
  for (let count = 1; count < tries; count += 1) {
    const there = await action()
      .then(() => opened.waitFor({ timeout: tryMs }))
      .then(
        () => true,
        () => false,
      )
    if (there) return
    await page.keyboard.press('Escape')
  }
  await action()
  await opened.waitFor({ timeout: tryMs })
}
