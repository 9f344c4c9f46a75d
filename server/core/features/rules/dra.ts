import type { KmmModule } from '../../kmm/kmmModule.ts'
import { subdomainFault } from '../../schema/labelSyntax.ts'
import { shortText } from '../../yaml/shortText.ts'
import { childOf, nodeAt } from '../../yaml/yamlPath.ts'
import { mapsOf, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

const source = 'validateDRA, internal/webhook/module.go'

/** Dynamic resource allocation. */
export const draRules: readonly Rule[] = [
  {
    id: 'kmm/dra-driver-name',
    title: 'A DRA driver without a DNS name',
    why: 'Devices are announced to the scheduler under this name, so it must be a DNS subdomain; the webhook refuses others and an empty one.',
    bad: 'dra:\n  driverName: GPU_driver\n  container:\n    image: quay.io/example/dra:1.0',
    good: 'dra:\n  driverName: gpu.example.com\n  container:\n    image: quay.io/example/dra:1.0',
    severity: 'error',
    releases: { since: '2.7' },
    source,
    webhookOrder: 300,
    check(module, _context, report) {
      const dra = draOf(module)
      const node = childOf(dra, 'driverName')
      const name = textOrEmpty(dra, 'driverName')
      if (node === undefined || name === undefined) return
      const fault = subdomainFault(name)
      if (fault === undefined) return
      const message =
        name === ''
          ? '`driverName` must not be empty, which KMM refuses'
          : `\`${shortText(name)}\` is no name for a DRA driver, which KMM refuses: ${fault}`
      report({ range: node.alias ?? node.range, path: [...module.specPath, 'dra', 'driverName'], message })
    },
  },
  {
    id: 'kmm/dra-device-class-name',
    title: 'Device classes without names of their own',
    why: 'Device classes are objects of the whole cluster. The webhook refuses names that are empty, no DNS subdomain, or given twice.',
    bad: 'deviceClasses:\n  - name: gpu\n  - name: gpu',
    good: 'deviceClasses:\n  - name: gpu\n  - name: gpu-shared',
    severity: 'error',
    releases: { since: '2.7' },
    source,
    webhookOrder: 301,
    check(module, _context, report) {
      const seen = new Set<string>()
      for (const { map, path } of mapsOf(module, [...module.specPath, 'dra', 'deviceClasses'])) {
        const node = childOf(map, 'name')
        const name = textOrEmpty(map, 'name')
        if (node === undefined || name === undefined) continue
        const twice = seen.has(name)
        seen.add(name)
        // Its form is the schema's to check; beyond that only the length is left.
        const message = twice
          ? `A device class above has the name \`${name}\` already: KMM refuses two of one name`
          : lengthWords(name)
        if (message !== undefined) report({ range: node.alias ?? node.range, path: [...path, 'name'], message })
      }
    },
  },
]

function draOf(module: KmmModule) {
  return nodeAt(module.root, [...module.specPath, 'dra'])
}

function lengthWords(name: string): string | undefined {
  return name.length > 253 ? 'Names of device classes have at most 253 characters: KMM refuses longer ones' : undefined
}
