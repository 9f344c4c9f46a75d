import { stringField } from '../../kmm/kmmModule.ts'
import { labelValueFault } from '../../schema/labelSyntax.ts'
import { replaceText } from './fieldText.ts'
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
  {
    id: 'kmm/version-name-dots',
    title: 'A name with dots together with a version',
    why: 'Ordered upgrade looks for node labels that end in the namespace and name of the Module, split at dots. With dots in the name it takes a part of it for the whole, and no node is ever ready.',
    bad: 'metadata:\n  name: my.driver\nspec:\n  selector: {gpu: present}\n  moduleLoader:\n    container:\n      version: "1.0"\n      modprobe: {moduleName: driver}\n      kernelMappings:\n        - literal: 6.6.2-201.fc39.x86_64\n          containerImage: quay.io/example/driver:1.0',
    good: 'metadata:\n  name: my-driver\nspec:\n  selector: {gpu: present}\n  moduleLoader:\n    container:\n      version: "1.0"\n      modprobe: {moduleName: driver}\n      kernelMappings:\n        - literal: 6.6.2-201.fc39.x86_64\n          containerImage: quay.io/example/driver:1.0',
    severity: 'warning',
    releases: { since: '1.1' },
    source: 'ours',
    check(module, _context, report) {
      const { name } = module
      const version = stringField(module.container, 'version', module.containerPath)
      if (!version?.value || name === undefined || !name.value.includes('.') || name.value.includes('{{')) return
      const message =
        'With `version` set KMM splits its labels at dots, so that it does not find its own of this name: use `-`'
      const related = [{ range: version.range, message: '`version` is set here' }]
      const text = name.value.replace(/\.+/g, '-')
      const fix = replaceText(module, name, text, `Use ${text}`)
      report({ range: name.range, path: name.path, message, related, fixes: fix ? [fix] : [] })
    },
  },
]
