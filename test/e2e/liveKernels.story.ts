import { expect, test } from 'vitest'
import { practiceForStory } from '../support/storyCluster.ts'
import { resizePanel, storyLook, storyViewport } from '../support/storyLook.ts'
import { inWorkbench } from '../support/workbench.ts'

const enterprise = '5.14.0-503.11.1.el9_5.x86_64'
const newer = '6.12.0-55.el10.x86_64'

test('nodes that come and change show in an open file without a keystroke', async () => {
  const { kubeconfigPath, control } = await practiceForStory()
  await control.upgradeNode({ name: 'node-c', kernel: enterprise })
  const story = {
    name: 'live-kernels',
    folder: 'examples/two-kernels',
    open: 'module.yaml',
    viewport: { ...storyViewport, height: 600 },
    settings: storyLook,
    machineSettings: { 'kmm.kubeconfig': kubeconfigPath },
  }
  await inWorkbench(story, async (workbench) => {
    const { editor, runCommand, enter, notification, clearNotifications, picture, page, problems } = workbench
    const hints = async () =>
      (await editor.inlayHints()).map(({ hint }) => hint).filter((hint) => /\bnodes?\b/.test(hint))
    await runCommand('View: Close Primary Side Bar')

    await runCommand('KMM: Connect to Cluster')
    await expect.poll(hints).toEqual(['→ 2 of 3 nodes', '→ 1 of 3 nodes', '3 nodes, 3 kernels'])
    await expect.poll(() => editor.squiggles('warning')).toBe(0)
    const served = await editor.hover('→ 2 of 3 nodes', 'node-b')
    expect(served).toContain(`${enterprise}: node-c`)
    // VS Code 1.139 draws the old hint again when the mouse moves on from it, even long after.
    await editor.putCursorAfter('kind: Module')

    await runCommand('KMM: Add a Node to the Practice Cluster…')
    await enter('Name of the new node', 'node-d')
    await enter('Kernel of node-d', enterprise)
    expect(await notification('node-d')).toContain('is there')
    await expect.poll(hints).toEqual(['→ 3 of 4 nodes', '→ 1 of 4 nodes', '4 nodes, 3 kernels'])
    await clearNotifications()

    await control.upgradeNode({ name: 'node-d', kernel: newer })
    await expect.poll(hints).toEqual(['→ 2 of 4 nodes', '→ 1 of 4 nodes', '4 nodes, 4 kernels'])
    await expect.poll(() => editor.squiggles('warning')).toBe(1)
    await expect
      .poll(problems)
      .toEqual([expect.stringContaining(`No mapping serves kernel \`${newer}\` of \`node-d\``)])
    await resizePanel(page, 130)
    await editor.putCursorAfter('kernelMappings:')
    await picture('live-kernels')

    await editor.fix('kernelMappings', `Add a mapping for kernel ${newer}`)
    await expect.poll(hints).toEqual(['→ 2 of 4 nodes', '→ 1 of 4 nodes', '→ 1 of 4 nodes', '4 nodes, 4 kernels'])
    await expect.poll(() => editor.squiggles('warning')).toBe(0)
  })
})
