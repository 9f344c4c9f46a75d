import { expect, test } from 'vitest'
import { storyLook, storyViewport } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'

test('a regexp is coloured and explained part by part, and its slips are mended', async () => {
  const story = {
    name: 'regexp-hover',
    folder: 'examples/two-kernels',
    open: 'module.yaml',
    viewport: { ...storyViewport, height: 760 },
    settings: storyLook,
  }
  await inWorkbench(story, async ({ editor, page, picture, problems, runCommand }) => {
    await runCommand('View: Close Primary Side Bar')
    // VS Code's own YAML gives the whole of a plain text one colour.
    const pieces = () => page.locator('.view-line span[class^=mtk]').allInnerTexts()
    await expect.poll(pieces).toContain('KERNEL_FULL_VERSION')
    await expect.poll(pieces).toContain('el9_')

    const said = await editor.hover('el9_', 'these characters')
    expect(said).toContain('a digit')
    expect(said).toContain('it takes 5.14.0-427.13.1.el9_4.x86_64 and leaves')
    await picture('regexp-hover', () => editor.showHover('el9_', 'these characters'))

    await editor.replace('\\.el9_', '\\fel9_')
    await expect.poll(problems).toContainEqual(expect.stringContaining('is a control character to Go'))
    await editor.fix('fel9', 'Write `\\.f`, a dot and the letter')
    await expect.poll(problems).toEqual([])
  })
})
