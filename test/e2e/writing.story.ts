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
    await showDetails(page, 'Module with firmware', 'firmwarePath')
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
    await showDetails(page, 'version', 'Switches on ordered upgrades')
    await picture('completion')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await editor.type('fastnic')
    await page.keyboard.press('Escape')
    expect((await editor.lines()).join('\n')).toMatch(/ {6}inTreeModulesToRemove:\n {8}- fastnic/)
    await expect.poll(problems).toEqual([])
  })
})

test('template variables are completed with what becomes of them', async () => {
  const story = { name: 'templates', folder, open, viewport: { width: 1260, height: 440 }, settings: textLook }
  await inWorkbench(story, async ({ editor, page, picture, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await showLine(page, runCommand, 75)
    await editor.putCursorAfter('literal: 5.14.0-570.12.1.el9_6.x86_64')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await editor.type('-')
    const hints = async () => (await editor.inlayHints()).map(({ hint }) => hint)
    await expect.poll(hints).toContainEqual(expect.stringMatching(/x86_64-$/))
    await editor.type('$')
    expect(await editor.suggestions('${KERNEL_XYZ}')).toContain('${KERNEL_FULL_VERSION}')
    await showDetails(page, '${KERNEL_XYZ}', 'the first three parts')
    await picture('template-variables')
    await page.keyboard.press('Enter')
    await expect.poll(hints).toContainEqual(expect.stringMatching(/el9_6.x86_64-5.14.0$/))
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

/** Goes down the list of suggestions to one; the list may still begin anew while answers come in. */
async function selectSuggestion(page: Page, label: string): Promise<void> {
  const focused = page.locator('.suggest-widget .monaco-list-row.focused .label-name')
  const step = async (): Promise<string | null> => {
    const before = await focused.textContent()
    if (before !== label) await page.keyboard.press('ArrowDown')
    return before
  }
  await expect.poll(step).toBe(label)
}

/** Goes to a suggestion and shows what is said of it. */
async function showDetails(page: Page, label: string, expected: string): Promise<void> {
  const details = page.locator('.suggest-details:visible')
  if (!(await details.isVisible())) await pressUntil(page, 'Control+Space', details)
  await selectSuggestion(page, label)
  await details.filter({ hasText: expected }).waitFor()
}
