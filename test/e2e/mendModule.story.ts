import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { practiceForStory } from '../support/storyCluster.ts'
import { resizePanel, storyLook, storyViewport } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'

const folder = 'examples/pt-char-dev'

test("the recipe's Module is mended with the editor's help", async () => {
  const { kubeconfigPath } = await practiceForStory()
  const story = {
    name: 'mend-module',
    folder,
    open: 'as-published.yaml',
    viewport: storyViewport,
    settings: storyLook,
    machineSettings: { 'kmm.kubeconfig': kubeconfigPath },
  }
  await inWorkbench(story, async (workbench) => {
    const { editor, folder: copy, page, picture, problems, runCommand, statusBar } = workbench
    await runCommand('View: Close Primary Side Bar')
    await expect.poll(() => editor.squiggles('error')).toBe(1)
    expect(await editor.hover('quay.io', 'Image with the kernel module')).toContain('neither a tag nor a digest')
    await page.keyboard.press('Escape')

    await editor.clickLens('Connect to a cluster', page.locator('.part.statusbar', { hasText: 'practice/default' }))
    await expect.poll(statusBar).toContainEqual(expect.stringContaining('practice/default'))
    await expect.poll(() => editor.squiggles('warning')).toBe(1)
    // VS Code asks for lenses only while the text has the focus, which the Problems view takes.
    await expect.poll(editor.codeLenses).toEqual(['Apply and Load to practice/default'])
    await expect
      .poll(problems)
      .toEqual([
        expect.stringContaining('has neither a tag nor a digest'),
        expect.stringContaining('No node of the cluster carries these labels'),
      ])
    await resizePanel(page, 190)
    await picture('mend-module', () => editor.openFixes('quay.io/chrisp262', 'Append'))
    await page.keyboard.press('Escape')
    await editor.fix('quay.io/chrisp262', 'Append :${KERNEL_FULL_VERSION}')
    await expect.poll(() => editor.squiggles('error')).toBe(0)
    await editor.fix('selector', 'Use the value that 3 of the nodes have: ""')
    await expect.poll(problems).toEqual([])

    await editor.replace('imagePullPolicy', 'imagePullPolcy')
    await editor.hover('imagePullPolcy', 'did you mean `imagePullPolicy`?')
    await page.keyboard.press('Escape')
    await editor.fix('imagePullPolcy', 'Rename to imagePullPolicy')
    await expect.poll(() => editor.squiggles('error')).toBe(0)

    await editor.replace('imagePullPolicy', '  imagePullPolicy')
    await editor.hover('imagePullPolicy', 'it belongs under `container`')
    await page.keyboard.press('Escape')
    await editor.fix('imagePullPolicy', 'Move it under container')
    await expect.poll(problems).toEqual([])

    await editor.replace('dirName: /opt', '')
    await editor.type('dir')
    expect(await editor.suggestions('dirName')).toEqual(['dirName'])
    await editor.accept('dirName')
    await editor.type('/opt')
    await page.keyboard.press('Escape')
    await expect.poll(problems).toEqual([])

    await editor.save()
    const mended = parse(await readFile(join(folder, 'module.yaml'), 'utf8'))
    await expect.poll(async () => parse(await readFile(join(copy, 'as-published.yaml'), 'utf8'))).toEqual(mended)
  })
})
