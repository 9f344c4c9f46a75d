import type { Locator, Page } from 'playwright-core'
import { pressUntil, tryUntil } from './workbenchKeys.ts'
import { createWorkbenchSuggest, type WorkbenchSuggest } from './workbenchSuggest.ts'
import { findText, type RenderedLine, readLines } from './workbenchText.ts'

/** A text editor in the workbench, used with keyboard and mouse as a person would. Texts are found by what they say. */
export interface WorkbenchEditor extends WorkbenchSuggest {
  /** The lines that can be seen, hints included. */
  lines(): Promise<string[]>
  /** The inlay hints that can be seen, each with the line it is on. */
  inlayHints(): Promise<RenderedLine[]>
  /** The texts of the code lenses that can be seen; several on one place are joined by ` | `. */
  codeLenses(): Promise<string[]>
  /** Clicks a lens until what it opens is there: VS Code forgets the command of one that it is about to draw anew. */
  clickLens(text: string, opened: Locator): Promise<void>
  /** How many wavy lines of a severity can be seen. */
  squiggles(severity: 'error' | 'warning' | 'info'): Promise<number>
  /** Puts the cursor behind a text. */
  putCursorAfter(text: string): Promise<void>
  /** Types key by key where the cursor is. */
  type(text: string): Promise<void>
  /** Replaces a text on one line in one step. */
  replace(text: string, replacement: string): Promise<void>
  /** Rests the mouse on a text and returns its hover once that holds `expected`. */
  showHover(text: string, expected: string): Promise<Locator>
  /** The same, and returns what the hover says. */
  hover(text: string, expected: string): Promise<string>
  /** Opens the fixes at a text, leaves them open and returns the first that holds `expected`. */
  openFixes(text: string, expected: string): Promise<Locator>
  /** Opens the fixes at a text and returns their titles, once one holds `expected`. */
  fixes(text: string, expected: string): Promise<string[]>
  /** Takes a fix at a text. */
  fix(text: string, title: string): Promise<void>
  save(): Promise<void>
}

/** The editor that shows a file; `file` is the end of its path. */
export function createWorkbenchEditor(page: Page, file: string): WorkbenchEditor {
  const editor = page.locator(`.editor-instance .monaco-editor[data-uri$="/${file}"]`)
  const lenses = editor.locator('.codelens-decoration')
  const fixRows = page.locator('.action-widget .monaco-list-row')

  async function putCursorAfter(text: string): Promise<void> {
    for (;;) {
      const place = await findText(editor, text)
      await page.mouse.click(place.x + place.width - 0.5, place.y + place.height / 2)
      // A lens that comes, or a scroll, may have moved the text from under the mouse.
      const now = await findText(editor, text)
      if (now.x === place.x && now.y === place.y) return
    }
  }

  async function openFixes(text: string, expected: string): Promise<Locator> {
    const fix = fixRows.filter({ hasText: expected }).first()
    await putCursorAfter(text)
    await pressUntil(page, 'Control+.', fix)
    return fix
  }

  async function showHover(text: string, expected: string): Promise<Locator> {
    const shown = page.locator('.monaco-hover:visible', { hasText: expected }).first()
    // A lens or a scroll may move the text away from under the mouse, so it is found anew.
    await tryUntil(page, shown, async () => {
      await page.mouse.move(0, 0)
      const place = await findText(editor, text)
      await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2)
    })
    return shown
  }

  return {
    ...createWorkbenchSuggest(page),
    lines: async () => (await readLines(editor)).map(({ text }) => text),
    inlayHints: async () => (await readLines(editor)).filter(({ hint }) => hint !== ''),
    codeLenses: () => lenses.allInnerTexts(),
    clickLens: (text, opened) =>
      tryUntil(page, opened, () => lenses.locator('a', { hasText: text }).first().click({ timeout: 20_000 })),
    squiggles: (severity) => editor.locator(`.squiggly-${severity}`).count(),
    putCursorAfter,
    type: (text) => page.keyboard.type(text),
    async replace(text, replacement) {
      await putCursorAfter(text)
      for (const _ of text) await page.keyboard.press('Shift+ArrowLeft')
      await page.keyboard.insertText(replacement)
    },
    showHover,
    async hover(text, expected) {
      for (;;) {
        const [said] = await (await showHover(text, expected)).allInnerTexts()
        // It may be gone again.
        if (said !== undefined) return said.replaceAll('\u00a0', ' ')
      }
    },
    openFixes,
    async fixes(text, expected) {
      await openFixes(text, expected)
      const titles = await fixRows.filter({ has: page.locator('.codicon') }).allInnerTexts()
      await page.keyboard.press('Escape')
      await fixRows.first().waitFor({ state: 'hidden' })
      return titles.map((title) => title.trim())
    },
    async fix(text, title) {
      await (await openFixes(text, title)).click()
      await fixRows.first().waitFor({ state: 'hidden' })
    },
    save: () => page.keyboard.press('Control+s'),
  }
}
