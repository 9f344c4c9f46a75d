import { stringField } from '../../kmm/kmmModule.ts'
import { labelValueFault } from '../../schema/labelSyntax.ts'
import type { Rule } from './rule.ts'

/** Ordered upgrade. */
export const versionRules: readonly Rule[] = [
  {
    id: 'kmm/version-label',
    title: 'A version that no node label can hold',
    why: 'With `version` set, KMM targets only nodes whose label has that value. A version that is no label value is accepted and then never found on a node.',
    bad: 'version: "1.0 beta"',
    good: 'version: "1.0-beta"',
    severity: 'warning',
    releases: { since: '1.1' },
    source: 'ours',
    check(module, _context, report) {
      const version = stringField(module.container, 'version', module.containerPath)
      if (version === undefined || version.value.includes('{{')) return
      const fault = labelValueFault(version.value)
      if (fault === undefined) return
      const message = `KMM accepts \`${version.value}\`, but no node label can hold it, so no node is targeted: ${fault}`
      report({ range: version.range, path: version.path, message })
    },
  },
]
