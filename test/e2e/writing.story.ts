import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { showLine, textLook } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'

const folder = 'examples/build-and-sign'
const open = 'fast-nic.yaml'

test('an empty file becomes a whole Module', async () => {
  const story = { name: 'snippets', folder, open, viewport: { width: 860, height: 430 }, settings: textLook }
  await inWorkbench(story, async ({ folder: copy, openFile, page, picture, problems, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    await writeFile(join(copy, 'new.yaml'), '')
    const editor = await openFile('new.yaml')
    const below = { x: 200, y: 380 }
    await page.locator('.editor-instance .monaco-editor[data-uri$="/new.yaml"]').click({ position: below })
    expect(await editor.suggestions('Module with build and sign')).toContain('Module with device plugin')
    await picture('snippets', () => editor.showSuggestion('Module with firmware', 'firmwarePath'))
    await editor.accept('Module with firmware')
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
    await picture('field-hover', () => editor.showHover('firmwarePath', '/lib/firmware'))
    await page.keyboard.press('Escape')

    await editor.putCursorAfter('container:')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const labels = await editor.suggestions('imagePullPolicy')
    expect(labels.slice(0, 3)).toEqual(['imagePullPolicy', 'inTreeModulesToRemove', 'version'])
    await picture('completion', () => editor.showSuggestion('version', 'Switches on ordered upgrades'))
    await editor.accept('inTreeModulesToRemove')
    await editor.type('fastnic')
    await page.keyboard.press('Escape')
    await expect
      .poll(async () => (await editor.lines()).join('\n'))
      .toMatch(/ {6}inTreeModulesToRemove:\n {8}- fastnic/)
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
    await editor.type('-$')
    expect(await editor.suggestions('${KERNEL_XYZ}')).toContain('${KERNEL_FULL_VERSION}')
    const hints = async () => (await editor.inlayHints()).map(({ hint }) => hint)
    await expect.poll(hints).toContainEqual(expect.stringMatching(/x86_64-\$$/))
    await picture('template-variables', () => editor.showSuggestion('${KERNEL_XYZ}', 'the first three parts'))
    await editor.accept('${KERNEL_XYZ}')
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
    await picture('mapping-order', () => editor.openFixes('el9_\\d', 'Move it above mapping 1'))
    await page.keyboard.press('Escape')
    await editor.fix('el9_\\d', 'Move it above mapping 1')
    await expect.poll(problems).toEqual([])
  })
})
