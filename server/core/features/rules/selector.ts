import { labelValueFault, qualifiedNameFault } from '../../schema/labelSyntax.ts'
import { mapOf, nodeAt } from '../../yaml/yamlPath.ts'
import type { Rule } from './rule.ts'

/** Which nodes a Module is for. */
export const selectorRules: readonly Rule[] = [
  {
    id: 'kmm/selector-every-node',
    title: 'A selector for every node of the cluster',
    why: 'An empty selector matches every node, control plane included as far as its taints are tolerated. KMM accepts it; the module is then loaded everywhere, and one that fails can take every node with it.',
    bad: 'selector: {}',
    good: "selector:\n  node-role.kubernetes.io/worker: ''",
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      const { selector } = module
      const node = mapOf(nodeAt(module.root, [...module.specPath, 'selector']))
      if (selector === undefined || node === undefined || node.pairs.length > 0) return
      const message = 'An empty selector means every node of the cluster: name a label of those that you mean'
      report({ range: node.range, path: selector.path, message })
    },
  },
  {
    id: 'kmm/selector-label',
    title: 'A selector that no node label can match',
    why: 'Admission does not check the syntax of labels in a selector. A key or value that no label can have matches no node, and nothing says so.',
    bad: 'selector:\n  gpu: "NVIDIA A100"',
    good: 'selector:\n  gpu: "NVIDIA-A100"',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      const path = [...module.specPath, 'selector']
      for (const { key, value } of mapOf(nodeAt(module.root, path))?.pairs ?? []) {
        const templated = key.templated === true || key.text.includes('{{')
        const keyFault = templated ? undefined : qualifiedNameFault(key.text)
        const at = [...path, key.text]
        if (keyFault !== undefined) {
          const message = `KMM accepts \`${key.text}\`, but no label of a node has such a key, so none is matched: ${keyFault}`
          report({ range: key.range, path: at, message })
        }
        if (value.type !== 'scalar' || value.templated === true || typeof value.value !== 'string') continue
        const fault = value.value.includes('{{') ? undefined : labelValueFault(value.value)
        if (fault === undefined) continue
        const message = `KMM accepts \`${value.value}\`, but no label of a node has such a value, so none is matched: ${fault}`
        report({ range: value.alias ?? value.range, path: at, message })
      }
    },
  },
]
