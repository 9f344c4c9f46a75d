import type { Page } from 'playwright-core'

/** Settings of stories whose pictures are shown in the README: the document, and what belongs to it. */
export const storyLook: Readonly<Record<string, unknown>> = {
  'editor.cursorBlinking': 'solid',
  'editor.fontSize': 14,
  'editor.lightbulb.enabled': 'off',
  'editor.occurrencesHighlight': 'off',
  'editor.overviewRulerBorder': false,
  'editor.scrollBeyondLastLine': false,
  'editor.selectionHighlight': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
}

/** The same for pictures of the text alone, which are small. */
export const textLook: Readonly<Record<string, unknown>> = {
  ...storyLook,
  'editor.overviewRulerLanes': 0,
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
  'editor.stickyScroll.enabled': false,
  'workbench.editor.editorActionsLocation': 'hidden',
  'workbench.editor.showTabs': 'none',
  'workbench.statusBar.visible': false,
}

/** The size of the README's pictures, in pixels of the page. */
export const storyViewport = { width: 1200, height: 690 }

/** Brings a line into view, near the lower edge for lines far below. */
export async function showLine(page: Page, runCommand: (title: string) => Promise<void>, line: number): Promise<void> {
  await runCommand('Go to Line/Column')
  await page.keyboard.type(String(line))
  await page.keyboard.press('Enter')
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
}

/** Drags the upper edge of the panel to a height above the bottom, in pixels. */
export async function resizePanel(page: Page, height: number): Promise<void> {
  const panel = await page.locator('.part.panel').boundingBox()
  const size = page.viewportSize()
  if (panel === null || size === null) throw new Error('no panel is shown')
  const x = panel.x + panel.width / 2
  const edge = await page.locator('.monaco-sash.horizontal:not(.disabled)').evaluateAll(topsInPage)
  const y = edge.toSorted((a, b) => Math.abs(a - panel.y) - Math.abs(b - panel.y))[0] ?? panel.y
  await page.mouse.move(x, y + 2)
  await page.mouse.down()
  await page.mouse.move(x, size.height - height, { steps: 5 })
  await page.mouse.up()
  await page.mouse.move(0, 0)
}

function topsInPage(elements: { getBoundingClientRect(): { top: number } }[]): number[] {
  return elements.map((element) => element.getBoundingClientRect().top)
}
