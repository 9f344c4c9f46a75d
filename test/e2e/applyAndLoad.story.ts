import { expect, test } from 'vitest'
import { whenDrawn, whenWorkerRuns } from '../support/firstLogLine.ts'
import { practiceForStory, realForStory, type StoryCluster } from '../support/storyCluster.ts'
import { resizePanel, storyLook, storyViewport } from '../support/storyLook.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { inWorkbench, type Workbench } from '../support/workbench.ts'

const parts = await findTestbedParts()
const nodes = ['node-a', 'node-b', 'node-c']

test('Apply and Load on the practice cluster: logs until it is loaded, a failure on its line, stop', async () => {
  await applyAndLoad(await practiceForStory(), 'practice')
})

test.skipIf(parts.skipped !== undefined)(parts.skipped ?? 'Apply and Load on a real API server', async () => {
  await applyAndLoad(await realForStory(parts), 'real')
})

async function applyAndLoad(cluster: StoryCluster, on: 'practice' | 'real'): Promise<void> {
  const { control, kubeconfigPath, target } = cluster
  const story = {
    name: `apply-and-load-${on}`,
    folder: 'examples/pt-char-dev',
    open: 'module.yaml',
    viewport: storyViewport,
    settings: storyLook,
    machineSettings: { 'kmm.kubeconfig': kubeconfigPath },
  }
  await inWorkbench(story, async (workbench) => {
    const { editor, page, runCommand, answerDialog, dialog, notification, clearNotifications, wholeOutput } = workbench
    const picture: Workbench['picture'] = async (name, show) => {
      if (on === 'practice') await workbench.picture(name, show)
    }
    const log = () => wholeOutput(`KMM: pt-char-dev (${target.context}/default)`)
    const lenses = async () => (await editor.codeLenses()).join().replaceAll('\n', '')
    const question = page.locator('.monaco-dialog-box', { hasText: 'Apply Module' })
    const linesAdded = () => page.locator('.monaco-diff-editor .line-insert').count()
    await runCommand('View: Close Primary Side Bar')

    await editor.clickLens('Apply and Load Module', question)
    await expect.poll(linesAdded).toBeGreaterThan(20)
    const [drawn, ran] = [whenDrawn(page, '/worker] '), whenWorkerRuns(cluster)]
    const asked = await answerDialog('Apply Module', 'Apply')
    for (const named of ['A new Module', target.context, target.server, 'namespace default', ...nodes])
      expect(asked).toContain(named)
    expect(await notification('is loaded on 3 nodes')).toContain('pt-char-dev')
    console.log(`first log line drawn ${(await drawn) - (await ran)} ms after a worker was seen to run (${on})`)
    await expect.poll(lenses).toContain('3 nodes: 3 loaded')
    await resizePanel(page, 290)
    await expect.poll(log).toContain('pt-char-dev is loaded on 3 nodes')
    const whole = await log()
    for (const node of nodes)
      expect(whole).toContain(`[${node}/worker] $ /sbin/modprobe -vd /tmp/opt ptemplate_char_dev`)
    await clearNotifications()
    await picture('apply-and-load')

    await control.setScenario('modprobe-fails', 'node-b')
    await editor.replace('max_dev=5', 'max_dev=9')
    await page.keyboard.press('Control+Home')
    await editor.clickLens('Apply and Load', question)
    await expect.poll(linesAdded).toBe(1)
    await picture('apply-question', () => dialog('Apply Module'))
    expect(await answerDialog('Apply Module', 'Apply')).toContain('An update')
    await notification('did not load')
    await expect.poll(lenses).toContain('3 nodes: 2 loaded, 1 failing')
    await expect.poll(lenses).not.toContain('Stop following')
    await clearNotifications()
    await resizePanel(page, 270)
    await expect.poll(log).toContain("[node-b/worker] modprobe: ERROR: could not insert 'ptemplate_char_dev'")
    await editor.putCursorAfter('max_dev=9')
    const said = await editor.hover('quay.io', 'On `node-b`')
    expect(said).toContain('Exec format error')
    expect(said).toContain("Rebuild the image for this node's kernel")
    await picture('modprobe-fails', () => editor.showHover('quay.io', 'On `node-b`'))
    await page.keyboard.press('Escape')
    await expect.poll(() => editor.squiggles('warning')).toBe(1)
    await editor.fix('quay.io', 'Dismiss the result of this run')
    await expect.poll(() => editor.squiggles('warning')).toBe(0)
    await page.keyboard.press('Control+Home')
    await expect.poll(lenses).toContain('3 nodes: 2 loaded, 1 failing')

    await control.setScenario('stuck-init', 'node-b')
    await editor.replace('max_dev=9', 'max_dev=7')
    await page.keyboard.press('Control+Home')
    await editor.clickLens('Apply and Load', question)
    await answerDialog('Apply Module', 'Apply')
    await editor.clickLens('Stop following', page.locator('.codelens-decoration', { hasText: 'last seen: 3 nodes' }))
    await expect.poll(lenses).not.toContain('Stop following')
    await expect.poll(log).toContain('Stopped following; pt-char-dev stays applied')
  })
}
