import { type ClusterFacts, type Fact, type NodeFact, noClusterFacts, type RunFailure } from '../../kmm/clusterFacts.ts'
import type { KmmModule } from '../../kmm/kmmModule.ts'
import { mappingNodes, nodesByKernel, selectedNodes } from '../../kmm/mappingNodes.ts'
import { pairOf, rangeOfField } from '../../yaml/yamlPath.ts'
import type { Fix, Problem } from '../problem.ts'
import { addMappingsFix } from './addMappingsFix.ts'
import type { Rule, RuleContext } from './rule.ts'
import { selectorFixes } from './selectorFixes.ts'

/** Rules that ask the connected cluster. Where it was not asked, or would not answer, they say nothing. */
export const liveRules: readonly Rule[] = [
  {
    id: 'kmm/selector-no-node',
    title: 'The selector matches no node of the connected cluster',
    why: 'KMM loads the module on the nodes that carry every label of `spec.selector`. With no such node the Module is accepted and nothing happens, without a word. Node roles are labels with an empty value.',
    bad: 'selector:\n  node-role.kubernetes.io/worker: worker',
    good: "selector:\n  node-role.kubernetes.io/worker: ''",
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, context, report) {
      const { selector } = module
      if (selector === undefined || knownNodes(selectedNodes(module, clusterOf(context)))?.length !== 0) return
      const pair = module.spec && pairOf(module.spec, 'selector')
      const message = 'No node of the cluster carries these labels, so nothing will be loaded'
      const fixes = selectorFixes(module, clusterOf(context).labels)
      report({ range: pair?.key.range ?? selector.range, path: selector.path, message, fixes })
    },
  },
  {
    id: 'kmm/kernel-not-served',
    title: 'A selected node runs a kernel that no mapping serves',
    why: 'A node whose kernel matches no kernel mapping is left out without an error: only the Module status counts one node less than expected.',
    bad: 'kernelMappings:\n  - literal: 5.14.0-427.13.1.el9_4.x86_64\n    containerImage: quay.io/example/driver:el9',
    good: 'kernelMappings:\n  - literal: 5.14.0-427.13.1.el9_4.x86_64\n    containerImage: quay.io/example/driver:el9\n  - literal: 6.6.2-201.fc39.x86_64\n    containerImage: quay.io/example/driver:fc39',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'kernelMapper.findKernelMapping, internal/module/kernelmapper.go',
    check(module, context, report) {
      const pair = module.container && pairOf(module.container, 'kernelMappings')
      const nodes = knownNodes(selectedNodes(module, clusterOf(context)))
      if (pair === undefined || nodes === undefined || module.kernelMappings.length === 0) return
      const unserved = nodesByKernel(mappingNodes(module, nodes).unserved)
      const all =
        unserved.length > 1
          ? addMappingsFix(
              module,
              unserved.map(([kernel]) => kernel),
            )
          : []
      for (const [kernel, names] of unserved) {
        const message = `No mapping serves kernel \`${kernel}\` of ${nodeNames(names)}: the module will not be loaded there`
        const path = [...module.containerPath, 'kernelMappings']
        const fixes = [...all, ...addMappingsFix(module, [kernel])]
        report({ range: pair.key.range, path, message, fixes: fixes.map(preferFirst) })
      }
    },
  },
]

/** All that a connected cluster gives reason to say about a Module: the live rules, and what its last run failed on. */
export function liveProblems(module: KmmModule, context: RuleContext): readonly Problem[] {
  const problems: Problem[] = []
  for (const { id, severity, check } of liveRules)
    check(module, context, (finding) => problems.push({ id, ...finding, severity: finding.severity ?? severity }))
  return [...problems, ...runProblems(module, context)]
}

/** What the last run of this Module failed on, each on the line at fault. */
function runProblems(module: KmmModule, context: RuleContext): readonly Problem[] {
  const run = context.cluster?.modules.get(`${context.namespace}/${module.name?.value ?? ''}`)
  return (run?.failures ?? []).map((failure) => runProblem(module, failure, `${run?.namespace}/${run?.name}`))
}

function runProblem(module: KmmModule, failure: RunFailure, name: string): Problem {
  const { range, path } = rangeOfField(module.document, failure.field)
  const message = `On ${nodeNames(failure.nodes)}: ${failure.message}. ${failure.advice}`
  const { logLine: printed } = failure
  const logLine = printed === undefined ? {} : { logLine: { module: name, printed } }
  const fixes = [{ title: 'Dismiss the result of this run', edits: [], dismissesRun: name }]
  return { id: failure.id, severity: 'warning', message, range, path, ...logLine, fixes }
}

function clusterOf(context: RuleContext): ClusterFacts {
  return context.cluster ?? noClusterFacts
}

function knownNodes(fact: Fact<readonly NodeFact[]>): readonly NodeFact[] | undefined {
  return fact.state === 'known' ? fact.value : undefined
}

function nodeNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``)
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : shown.join(', ')
}

function preferFirst(fix: Fix, at: number): Fix {
  return at === 0 ? { ...fix, preferred: true } : fix
}
