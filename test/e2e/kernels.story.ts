import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { textLook } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'
import { pressUntil } from '../support/workbenchKeys.ts'

const kernel = '5.14.0-570.el9_6.x86_64'

test('a person sees the Module as a kernel gets it, compares two, and tries those on the clipboard', async () => {
  const story = { name: 'effective-module', folder: 'examples/two-kernels', open: 'module.yaml' }
  await inWorkbench(story, async ({ editor, page, picture, runCommand, pick }) => {
    await editor.putCursorAfter('kind: Module')
    await runCommand('KMM: Show the Module as a Kernel Gets It')
    await typeKernel(page, 'as nodes with this kernel', kernel, pick)
    await expect.poll(() => textOf(page, 'kmm-effective')).toContain(`literal: ${kernel}`)
    await picture('effective-module')

    await editor.putCursorAfter('kind: Module')
    await runCommand('KMM: Compare the Module for Two Kernels')
    await typeKernel(page, '(1 of 2)', kernel, pick)
    await typeKernel(page, '(2 of 2)', '6.6.2-201.fc39.x86_64', pick)
    await page.locator('.tab', { hasText: `Module on ${kernel} ↔` }).waitFor()
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor()

    await page.keyboard.press('Control+w')
    await copy(page, `${kernel}\n4.18.0-553.el8_10.x86_64\n`)
    await editor.putCursorAfter('kind: Module')
    await runCommand('KMM: Test Kernel Mappings')
    await pick('Those on the clipboard')
    await expect.poll(() => textOf(page, 'kmm-kernels')).toContain('✗ 4.18.0-553.el8_10.x86_64')
  })
})

test('kernels from the clipboard become mappings when a person chooses so', async () => {
  const story = {
    name: 'paste-kernels',
    folder: 'examples/two-kernels',
    open: 'module.yaml',
    viewport: { width: 960, height: 520 },
    settings: textLook,
  }
  await inWorkbench(story, async ({ editor, page, picture, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await expect.poll(() => editor.inlayHints()).not.toEqual([])
    await editor.putCursorAfter('pt-char-dev:fc39')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await copy(page, '6.6.87+\n4.18.0-553.el8_10.x86_64\n')
    await page.keyboard.press('Control+v')
    await page.locator('.post-edit-widget').waitFor()
    await expect.poll(() => editor.squiggles('error')).toBeGreaterThan(0)
    const offer = page.locator('.action-widget .monaco-list-row', { hasText: 'Paste as kernel mappings' })
    await picture('paste-kernels', async () => {
      await pressUntil(page, 'Control+.', offer)
      return offer
    })
    await offer.click()
    await expect.poll(async () => (await editor.lines()).join('\n')).toContain('- literal: 4.18.0-553.el8_10.x86_64')
    await expect.poll(() => editor.squiggles('error')).toBe(0)
  })
})

/** Answers the question for a kernel that has a text in its title. */
async function typeKernel(
  page: Page,
  title: string,
  answer: string,
  pick: (row: string) => Promise<void>,
): Promise<void> {
  const question = page.locator('.quick-input-widget:visible', { hasText: title })
  await question.locator('input').first().fill(answer)
  await pick(answer)
  await question.waitFor({ state: 'hidden' })
}

async function textOf(page: Page, scheme: string): Promise<string> {
  const lines = page.locator(`.monaco-editor[data-uri^="${scheme}:"] .view-line`)
  return (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ')
}

/** Puts a text on the clipboard of the browser, which is the workbench's. */
async function copy(page: Page, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
}
