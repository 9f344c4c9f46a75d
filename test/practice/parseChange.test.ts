import { expect, test } from 'vitest'
import { parseChange } from '../../server/practice/parseChange.ts'

function sentence(words: readonly string[], node?: string): string {
  const change = parseChange(words, node)
  return 'sentence' in change ? change.sentence : JSON.stringify(change.body)
}

test('what can be asked for', () => {
  expect(sentence(['add-node', 'node-d', '6.12.0'])).toBe('{"name":"node-d","kernel":"6.12.0"}')
  expect(sentence(['upgrade-node', 'node-d', '6.12.0'])).toBe('{"name":"node-d","kernel":"6.12.0"}')
  expect(sentence(['scenario', 'stuck-init'])).toBe('{"name":"stuck-init"}')
  expect(sentence(['scenario', 'stuck-init'], 'node-a')).toBe('{"name":"stuck-init","node":"node-a"}')
  expect(sentence(['stop'])).toBe('{}')
})

test('what is missing, too much or unknown is said, with how it is done', () => {
  expect([
    sentence(['add-node']),
    sentence(['add-node', 'node-d']),
    sentence(['upgrade-node', 'node-d', '']),
    sentence(['scenario']),
    sentence(['add-node', 'node-d', '6.12.0', '6.13.0']),
    sentence(['scenario', 'loads', 'node-a']),
    sentence(['stop', 'now']),
    sentence(['add-nod', 'node-d', '6.12.0']),
    sentence(['frob']),
    sentence(['constructor']),
    sentence(['add-node', 'node-d', '6.12.0'], 'node-a'),
    sentence([], 'node-a'),
  ]).toMatchInlineSnapshot(`
    [
      "\`add-node\` needs a NAME and a KERNEL, as in \`kmm practice add-node node-d 6.12.0-55.el10.x86_64\`",
      "\`add-node\` needs a KERNEL, as in \`kmm practice add-node node-d 6.12.0-55.el10.x86_64\`",
      "\`upgrade-node\` needs a KERNEL, as in \`kmm practice upgrade-node node-a 6.12.0-55.el10.x86_64\`",
      "\`scenario\` needs a SCENARIO, as in \`kmm practice scenario modprobe-fails\`; there are loads, modprobe-fails, image-missing, stuck-init",
      "\`6.13.0\` is too much: \`add-node\` takes a NAME and a KERNEL",
      "\`node-a\` is too much: \`scenario\` takes a SCENARIO",
      "\`now\` is too much: \`stop\` takes nothing more",
      "there is no practice command \`add-nod\`; did you mean \`add-node\`?",
      "there is no practice command \`frob\`; there are add-node, upgrade-node, scenario, stop",
      "there is no practice command \`constructor\`; there are add-node, upgrade-node, scenario, stop",
      "\`--node\` goes with \`scenario\`, as in \`kmm practice scenario modprobe-fails --node node-b\`",
      "\`--node\` goes with \`scenario\`, as in \`kmm practice scenario modprobe-fails --node node-b\`",
    ]
  `)
})
