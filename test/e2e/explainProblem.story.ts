import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { inWorkbench } from '../support/workbench.ts'

test("a problem's code opens its documentation, rendered and scrolled to it", async () => {
  const story = { name: 'explain-problem', folder: 'examples/pt-char-dev', open: 'as-published.yaml' }
  await inWorkbench(story, async ({ editor, page, picture, openByName, problems }) => {
    await expect.poll(() => editor.squiggles('error')).toBe(1)
    await editor.hover('quay.io', 'neither a tag nor a digest')
    await page.locator('.monaco-hover:visible a.code-link').first().click()
    await expect.poll(() => headingsInView(page)).toContain('image-no-tag')
    await picture('explain-problem')

    await openByName('as-published.yaml')
    await editor.replace('imagePullPolicy', 'imagePullPolcy')
    await expect.poll(problems).toContainEqual(expect.stringContaining('imagePullPolcy'))
    await page.locator('.markers-panel .monaco-list-row a', { hasText: 'kmm/unknown-key' }).click()
    await expect.poll(() => headingsInView(page)).toContain('unknown-key')
  })
})

/** The headings of rendered Markdown that a person can see. */
async function headingsInView(page: Page): Promise<readonly string[]> {
  const height = page.viewportSize()?.height ?? 0
  const seen: string[] = []
  for (const frame of page.frames()) {
    for (const heading of await frame.locator('.markdown-body h3').all()) {
      const box = await heading.boundingBox()
      if (box !== null && box.y >= 0 && box.y < height) seen.push((await heading.textContent()) ?? '')
    }
  }
  return seen
}
