import { allBlocks, blockLevels, hasBlock } from '../../kmm/buildSign.ts'
import { type KmmModule, stringField } from '../../kmm/kmmModule.ts'
import type { Path, YamlNode } from '../../yaml/yamlNode.ts'
import { childOf, nodeAt } from '../../yaml/yamlPath.ts'
import { keyRange, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** What building and signing need to begin. */
export const buildReferenceRules: readonly Rule[] = [
  {
    id: 'kmm/sign-no-image',
    title: 'Signing without anything to sign',
    why: 'KMM signs what it has built, or `unsignedImage`. Without both the Module is accepted, and reconciling fails with `no image to sign given`.',
    bad: 'sign:\n  keySecret: {name: key}\n  certSecret: {name: cert}\n  filesToSign: [/opt/driver.ko]',
    good: 'sign:\n  unsignedImage: quay.io/example/driver:unsigned\n  keySecret: {name: key}\n  certSecret: {name: cert}\n  filesToSign: [/opt/driver.ko]',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      const seen = new Set<string>()
      for (const mapping of module.kernelMappings) {
        const { container, mapping: own } = blockLevels(module, mapping, 'sign')
        const block = own ?? container
        if (block?.map === undefined || hasBlock(module, mapping, 'build')) continue
        const images = [own?.map, container?.map].map((map) => (map ? textOrEmpty(map, 'unsignedImage') : ''))
        if (images.some((image) => image !== '') || seen.has(block.path.join())) continue
        seen.add(block.path.join())
        const message = 'Nothing is there to sign, so KMM fails: name an `unsignedImage`, or give the mapping a `build`'
        report({ range: keyRange(module, block.path), path: block.path, message })
      }
    },
  },
  {
    id: 'kmm/reference-empty',
    title: 'A ConfigMap or Secret without a name',
    why: 'The schema fills an empty name in, so admission accepts the block; KMM then finds no object of that name, and neither builds nor signs.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: ""}',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const { path, kind } of references(module)) {
        const node = nodeAt(module.root, path)
        if (node?.type !== 'map' || !isNameless(node)) continue
        const written = stringField(node, 'name', path)
        const message = `KMM looks for a ${kind} without a name and finds none: name one`
        report({ range: written?.range ?? keyRange(module, path), path: [...path, 'name'], message })
      }
    },
  },
]

function references(module: KmmModule): readonly { readonly path: Path; readonly kind: string }[] {
  return [
    ...allBlocks(module, 'build').map(({ path }) => ({ path: [...path, 'dockerfileConfigMap'], kind: 'ConfigMap' })),
    ...allBlocks(module, 'sign').flatMap(({ path }) =>
      ['keySecret', 'certSecret'].map((key) => ({ path: [...path, key], kind: 'Secret' })),
    ),
  ]
}

/** `name` absent or empty; null is refused, which is told elsewhere. */
function isNameless(node: YamlNode): boolean {
  const name = childOf(node, 'name')
  return name === undefined || (name.type === 'scalar' && name.templated !== true && name.value === '')
}
