import type { Locator, Page } from 'playwright-core'
import { pressUntil, tryUntil } from './workbenchKeys.ts'

/** The list of suggestions of the editor that has the cursor. */
export interface WorkbenchSuggest {
  /** Asks for completions and returns the labels that can be seen, once `expected` is among them. */
  suggestions(expected: string): Promise<string[]>
  /** Goes down the list to a suggestion, and returns what is said of it beside the list once it holds `expected`. */
  showSuggestion(label: string, expected: string): Promise<Locator>
  /** Takes a completion of the list that is open. */
  accept(label: string): Promise<void>
}

/**
 * The list of suggestions on a page. VS Code (1.139) begins an open list anew, at its first row, whenever anybody
 * registers a completion provider, for whatever language; its own parts do so for seconds after the start. So a row
 * that was gone to need not be the chosen one a moment later.
 */
export function createWorkbenchSuggest(page: Page): WorkbenchSuggest {
  const list = page.locator('.suggest-widget.visible')
  const rows = list.locator('.monaco-list-row')
  const details = page.locator('.suggest-details:visible')

  async function goTo(label: string): Promise<void> {
    const focused = list.locator('.monaco-list-row.focused .label-name')
    while ((await focused.textContent()) !== label) await page.keyboard.press('ArrowDown')
  }

  return {
    async suggestions(expected) {
      await pressUntil(page, 'Control+Space', rows.filter({ hasText: expected }).first())
      return rows.locator('.label-name').allInnerTexts()
    },
    async showSuggestion(label, expected) {
      const said = details.filter({ hasText: expected }).first()
      await tryUntil(page, said, async () => {
        if (!(await list.isVisible())) await pressUntil(page, 'Control+Space', rows.first())
        if (!(await details.isVisible())) await pressUntil(page, 'Control+Space', details)
        await goTo(label)
      })
      return said
    },
    // By mouse: a list that begins anew chooses another row, but rows stay where they are.
    async accept(label) {
      await rows.filter({ hasText: label }).first().click()
      await list.waitFor({ state: 'hidden' })
    },
  }
}
