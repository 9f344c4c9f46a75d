import { expect, test } from 'vitest'
import { inlayHints } from '../../../server/core/features/inlayHints.ts'
import { noClusterFacts } from '../../../server/core/kmm/clusterFacts.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { moduleOf, moduleText } from '../../support/moduleText.ts'

function commandHint(change?: (text: string) => string) {
  const [hint] = inlayHints(moduleOf(moduleText(change)).module, noClusterFacts)
  return hint
}

test('the command line is shown by whole words that a hint has room for, and whole in the tooltip', () => {
  const hint = commandHint()
  expect(hint?.label).toBe('modprobe -vd /tmp/opt ptemplate_char_dev …')
  expect(hint?.tooltip).toContain(
    '```sh\nmodprobe -vd /tmp/opt ptemplate_char_dev max_dev=5 default_msg=ptemplate\n```',
  )
})

test('a command line that fits is shown whole', () => {
  expect(
    commandHint((text) => text.replace('ptemplate_char_dev', 'drv').replace(', default_msg=ptemplate', ''))?.label,
  ).toBe('modprobe -vd /tmp/opt drv max_dev=5')
})

test('a module name too long for a hint leaves the words before it', () => {
  expect(commandHint((text) => text.replace('ptemplate_char_dev', 'd'.repeat(60)))?.label).toBe(
    'modprobe -vd /tmp/opt …',
  )
})

test.each([
  ['modulesLoadingOrder: [drv, a, b]', 'loads b → a → drv', ']'],
  ['modulesLoadingOrder:\n  - drv\n  - a', 'loads a → drv', 'modulesLoadingOrder:'],
  [`modulesLoadingOrder: [drv, ${'x'.repeat(20)}, yyyy, zzzz]`, 'loads zzzz → yyyy → … → drv', ']'],
])('%s: what loads first stands first', (modprobe, label, before) => {
  const text = modulePieces({ modprobe: `moduleName: drv\n${modprobe}` })
  const hint = inlayHints(moduleOf(text).module, noClusterFacts).find((one) => one.label.startsWith('loads'))
  expect(hint?.label).toBe(label)
  expect(text.slice(0, hint?.offset).endsWith(before)).toBe(true)
  expect(hint?.tooltip).toContain('softdep drv pre: ')
})

test('a loading order of one, or with something else in it, has no hint', () => {
  for (const order of ['[drv]', '[drv, 5]', '']) {
    const text = modulePieces({ modprobe: `moduleName: drv\nmodulesLoadingOrder: ${order}` })
    expect(inlayHints(moduleOf(text).module, noClusterFacts)).toHaveLength(1)
  }
})
