import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { showLine, textLook } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'
import { pressUntil } from '../support/workbenchKeys.ts'

const folder = 'examples/build-and-sign'
const open = 'fast-nic.yaml'

test('an empty file becomes a whole Module', async () => {
  const story = { name: 'snippets', folder, open, viewport: { width: 860, height: 430 }, settings: textLook }
  await inWorkbench(story, async ({ folder: copy, openFile, page, picture, problems, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await writeFile(join(copy, 'new.yaml'), '')
    const editor = await openFile('new.yaml')
    await page.locator('.editor-instance .monaco-editor[data-uri$="/new.yaml"]').click()
    expect(await editor.suggestions('Module with build and sign')).toContain('Module with device plugin')
    await selectSuggestion(page, 'Module with firmware')
    await showDetails(page, 'firmwarePath')
    await picture('snippets')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await editor.lines()).join('\n')).toContain('firmwarePath: /firmware')
    await page.keyboard.press('Escape')
    await expect.poll(problems).toEqual([])
  })
})

test('keys come in the order in which people need them, with what they require, and are explained', async () => {
  const story = { name: 'completion', folder, open, viewport: { width: 1000, height: 470 }, settings: textLook }
  await inWorkbench(story, async ({ editor, page, picture, problems, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await showLine(page, runCommand, 44)
    expect(await editor.hover('firmwarePath', 'Firmware')).toContain('/lib/firmware')
    await picture('field-hover')
    await page.keyboard.press('Escape')

    await editor.putCursorAfter('container:')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const labels = await editor.suggestions('imagePullPolicy')
    expect(labels.slice(0, 3)).toEqual(['imagePullPolicy', 'inTreeModulesToRemove', 'version'])
    await selectSuggestion(page, 'version')
    await showDetails(page, 'Switches on ordered upgrades')
    await picture('completion')
    await selectSuggestion(page, 'inTreeModulesToRemove')
    await page.keyboard.press('Enter')
    await editor.type('fastnic')
    await page.keyboard.press('Escape')
    expect((await editor.lines()).join('\n')).toMatch(/ {6}inTreeModulesToRemove:\n {8}- fastnic/)
    await expect.poll(problems).toEqual([])
  })
})

test('template variables are completed with what becomes of them', async () => {
  const story = { name: 'templates', folder, open, viewport: { width: 1160, height: 440 }, settings: textLook }
  await inWorkbench(story, async ({ editor, page, picture, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await showLine(page, runCommand, 75)
    await editor.putCursorAfter('literal: 5.14.0-570.12.1.el9_6.x86_64')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await editor.type('-$')
    expect(await editor.suggestions('${KERNEL_XYZ}')).toContain('${KERNEL_FULL_VERSION}')
    await selectSuggestion(page, '${KERNEL_XYZ}')
    await showDetails(page, '5.14.0')
    await picture('template-variables')
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await editor.inlayHints()).map(({ hint }) => hint))
      .toContainEqual(expect.stringContaining('5.14.0-570.12.1.el9_6.x86_64-5.14.0'))
  })
})

test('a mapping that an earlier one leaves nothing is moved above it', async () => {
  const story = { name: 'mapping-order', folder, open, viewport: { width: 1000, height: 440 }, settings: textLook }
  await inWorkbench(story, async ({ editor, page, picture, problems, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await showLine(page, runCommand, 75)
    await editor.replace('literal: 5.14.0-570.12.1.el9_6.x86_64', "regexp: '^5\\.14\\..+$'")
    await expect.poll(() => editor.squiggles('warning')).toBe(1)
    await editor.openFixes('el9_\\d', 'Move it above mapping 1')
    await picture('mapping-order')
    await page.keyboard.press('Escape')
    await editor.fix('el9_\\d', 'Move it above mapping 1')
    await expect.poll(problems).toEqual([])
  })
})

/** Goes through the list of suggestions to one. */
async function selectSuggestion(page: Page, label: string): Promise<void> {
  const focused = page.locator('.suggest-widget .monaco-list-row.focused .label-name')
  for (let row = 0; row < 20 && (await focused.textContent()) !== label; row += 1)
    await page.keyboard.press(row < 10 ? 'ArrowDown' : 'ArrowUp')
  expect(await focused.textContent()).toBe(label)
}

/** Opens what is said of the suggestion, unless it is shown already. */
async function showDetails(page: Page, expected: string): Promise<void> {
  const details = page.locator('.suggest-details:visible')
  if (!(await details.isVisible())) await pressUntil(page, 'Control+Space', details)
  await details.filter({ hasText: expected }).waitFor()
}
