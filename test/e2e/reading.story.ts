import { expect, test } from 'vitest'
import { showLine, storyLook, textLook } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'

const folder = 'examples/build-and-sign'
const open = 'fast-nic.yaml'
const preview = '5.14.0-570.12.1.el9_6.x86_64'
const older = '5.14.0-503.11.1.el9_5.x86_64'

test('hints say what is loaded, and all that names one object is found and renamed together', async () => {
  const story = {
    name: 'names',
    folder,
    open,
    viewport: { width: 1180, height: 620 },
    settings: {
      ...storyLook,
      'editor.scrollbar.horizontal': 'hidden',
      'editor.scrollbar.vertical': 'hidden',
      'editor.stickyScroll.enabled': false,
      'outline.collapseItems': 'alwaysCollapse',
    },
  }
  await inWorkbench(story, async ({ editor, page, picture, problems, runCommand }) => {
    const outline = page.locator('.outline-tree .monaco-list-row')
    await runCommand('Explorer: Focus on Outline View')
    await page.locator('.pane-header', { hasText: 'build-and-sign' }).click()
    for (const row of ['Module fast-nic', 'spec', 'moduleLoader', 'container', 'kernelMappings']) {
      await outline.filter({ hasText: row }).last().click()
      await page.keyboard.press('ArrowRight')
    }
    await outline.filter({ hasText: 'modprobe fast_nic' }).waitFor()
    await showLine(page, runCommand, 47)
    const hints = async () => (await editor.inlayHints()).map(({ hint }) => hint)
    await expect.poll(hints).toEqual(['modprobe -vd /tmp/opt fast_nic queues=16', 'loads fast_nic_core → fast_nic'])
    await editor.putCursorAfter('name: fast-nic-dockerf')
    await page.keyboard.press('Shift+F12')
    const peek = page.locator('.peekview-widget')
    await peek.locator('.reference-zone-widget .monaco-list-row, .ref-tree .monaco-list-row').first().waitFor()
    await picture('names')
    await page.keyboard.press('Escape')

    await page.keyboard.press('F2')
    await page.locator('.rename-box input').fill('fast-nic-build')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await editor.lines()).join('\n')).toContain('name: fast-nic-build')
    await expect.poll(problems).toEqual([])
  })
})

test('mappings are tried on a list of kernels', async () => {
  const story = {
    name: 'test-kernels',
    folder,
    open,
    viewport: { width: 1300, height: 190 },
    settings: { ...textLook, 'editor.fontSize': 13 },
  }
  await inWorkbench(story, async ({ page, picture, pick, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await showLine(page, runCommand, 44)
    const kernels = `${preview}\n${older}\n6.12.0-55.el10.x86_64\n`
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(kernels)})`)
    await runCommand('KMM: Test Kernel Mappings')
    await pick('Those on the clipboard')
    const report = page.locator('.monaco-editor[data-uri^="kmm-kernels:"] .view-line')
    await expect
      .poll(async () => (await report.allInnerTexts()).join('\n').replaceAll('\u00a0', ' '))
      .toContain('✗ 6.12.0-55.el10.x86_64')
    await page.locator('.monaco-editor[data-uri^="kmm-kernels:"] .view-lines').click()
    await runCommand('View: Close Editors in Other Groups')
    await picture('test-kernels')
  })
})

test('the Module is shown as two kernels get it, side by side', async () => {
  const story = {
    name: 'compare-kernels',
    folder,
    open,
    viewport: { width: 1300, height: 640 },
    settings: { ...textLook, 'editor.fontSize': 12, 'diffEditor.hideUnchangedRegions.enabled': true },
  }
  await inWorkbench(story, async ({ page, picture, pick, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await showLine(page, runCommand, 44)
    await runCommand('KMM: Compare the Module for Two Kernels')
    for (const [title, kernel] of [
      ['(1 of 2)', older],
      ['(2 of 2)', preview],
    ] as const) {
      const question = page.locator('.quick-input-widget:visible', { hasText: title })
      await question.locator('input').first().fill(kernel)
      await pick(kernel)
      await question.waitFor({ state: 'hidden' })
    }
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor()
    await picture('compare-kernels')
  })
})
