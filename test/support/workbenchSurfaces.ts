import type { Locator, Page } from 'playwright-core'
import { pressUntil, tryUntil } from './workbenchKeys.ts'
import { readLines } from './workbenchText.ts'

/** What a workbench shows around its editors, and the ways a person answers it. */
export interface WorkbenchSurfaces {
  /** Runs a command by its title in the palette, category included. */
  runCommand(title: string): Promise<void>
  /** Opens a file by name. */
  openByName(file: string): Promise<void>
  /** Takes the row that holds a text in the list that is asked from. */
  pick(text: string): Promise<void>
  /** Answers the question, once it is asked, with a text. */
  enter(question: string, text: string): Promise<void>
  /** Presses a button of the modal dialog that holds a text, and returns all that it said. */
  answerDialog(text: string, button: string): Promise<string>
  /** The dialog that says a text, once it is there. */
  dialog(text: string): Promise<Locator>
  /** Waits for a notification that holds a text, and returns all that it says. */
  notification(text: string): Promise<string>
  answerNotification(text: string, button: string): Promise<void>
  clearNotifications(): Promise<void>
  /** The rows of the Problems view, as a screen reader has them: severity, message, place. */
  problems(): Promise<string[]>
  /** The lines of an output channel that can be seen: its end, unless something scrolled it. */
  output(channel: string): Promise<string[]>
  /** Everything in an output channel. */
  wholeOutput(channel: string): Promise<string>
  /** The texts of the status bar's items. */
  statusBar(): Promise<string[]>
}

/** Surfaces of the workbench on a page. */
export function createWorkbenchSurfaces(page: Page): WorkbenchSurfaces {
  const quickInput = page.locator('.quick-input-widget:visible')
  const quickRows = quickInput.locator('.monaco-list-row')
  const panel = page.locator('.part.panel')
  const channels = panel.locator('select[aria-label="Switch Output"]:visible').first()
  const outputEditor = panel.locator('.output-view-container .monaco-editor, .output-view .monaco-editor').first()

  async function runCommand(title: string): Promise<void> {
    const row = quickRows.filter({ hasText: title }).first()
    // The palette lists what can be run at the moment it opens, which a workbench learns bit by bit while it starts.
    await tryUntil(page, row, async () => {
      await pressUntil(page, 'F1', quickInput.locator('input'))
      await quickInput.locator('input').fill(`>${title}`)
    })
    await row.click()
  }

  async function showChannel(channel: string): Promise<void> {
    if (!(await channels.isVisible())) await runCommand('Output: Focus on Output View')
    await channels.waitFor()
    if ((await channels.inputValue()) !== channel) await channels.selectOption(channel)
    await outputEditor.waitFor()
  }

  const dialog = async (text: string): Promise<Locator> => {
    const box = page.locator('.monaco-dialog-box', { hasText: text })
    await box.waitFor()
    return box
  }
  const toast = (text: string): Locator => page.locator('.notification-toast', { hasText: text }).first()

  return {
    runCommand,
    async openByName(file) {
      await pressUntil(page, 'Control+p', quickInput.locator('input'))
      await quickInput.locator('input').fill(file)
      await quickRows
        .filter({ hasText: file.split('/').at(-1) ?? file })
        .first()
        .click()
    },
    pick: (text) => quickRows.filter({ hasText: text }).first().click(),
    async enter(question, text) {
      await quickInput.filter({ hasText: question }).locator('input').fill(text)
      await page.keyboard.press('Enter')
    },
    dialog,
    async answerDialog(text, button) {
      const box = await dialog(text)
      const [said] = await box.locator('.dialog-message-container').allInnerTexts()
      await box.getByRole('button', { name: button, exact: true }).click()
      return said ?? ''
    },
    async notification(text) {
      await toast(text).waitFor()
      const [said] = await toast(text).locator('.notification-list-item-message').allInnerTexts()
      return said ?? ''
    },
    answerNotification: (text, button) => toast(text).locator('.monaco-button', { hasText: button }).first().click(),
    clearNotifications: () => runCommand('Notifications: Clear All Notifications'),
    async problems() {
      const shown = panel.locator('[role="tab"][aria-selected="true"]', { hasText: 'Problems' })
      if (!(await shown.isVisible())) await runCommand('Problems: Focus on Problems View')
      await shown.waitFor()
      const rows = panel.locator('.markers-panel .monaco-list-row[aria-level="2"]')
      return rows.evaluateAll<string[], string>(attributesInPage, 'aria-label')
    },
    async output(channel) {
      await showChannel(channel)
      return (await readLines(outputEditor)).map(({ text }) => text)
    },
    async wholeOutput(channel) {
      await showChannel(channel)
      await outputEditor.click()
      for (const key of ['Control+a', 'Control+c', 'Control+End']) await page.keyboard.press(key)
      return page.evaluate<string>('navigator.clipboard.readText()')
    },
    async statusBar() {
      return page.locator('.part.statusbar .statusbar-item').allInnerTexts()
    },
  }
}

function attributesInPage(elements: { getAttribute(name: string): string | null }[], name: string): string[] {
  return elements.map((element) => element.getAttribute(name) ?? '')
}
