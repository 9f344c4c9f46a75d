import { expect, test } from 'vitest'
import { scenarioText } from '../../server/practice/scenarioText.ts'

test('what happens where', () => {
  expect(scenarioText({ scenarios: {}, loadedOn: ['node-a'] })).toBe('On every node every module loads')
  const scenarios = { 'node-a': 'loads', 'node-b': 'stuck-init', 'node-c': 'image-missing' }
  expect(scenarioText({ scenarios, loadedOn: ['node-a'] })).toBe(
    "On node-b: the image is found, but the worker pod of the node cannot pull it\nOn node-c: the image for the node's kernel cannot be pulled",
  )
})

test('where modules are loaded already, how to see a difference', () => {
  const scenarios = { 'node-b': 'image-missing', 'node-c': 'stuck-init' }
  const lines = scenarioText({ scenarios, loadedOn: ['node-a', 'node-c'] }).split('\n')
  expect(lines.slice(2)).toEqual([
    'What node-c has loaded stays loaded. To see a difference, change a parameter of the Module and apply it, or let the node boot into another kernel: `kmm practice upgrade-node node-c 6.12.0-55.el10.x86_64`',
  ])
})
