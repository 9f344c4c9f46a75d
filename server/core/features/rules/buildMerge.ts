import { allBlocks, blockLevels } from '../../kmm/buildSign.ts'
import { type Field, type KmmModule, stringField } from '../../kmm/kmmModule.ts'
import { removeItemEdit } from '../../yaml/listEdit.ts'
import type { Path, YamlNode } from '../../yaml/yamlNode.ts'
import { childOf, nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { keyRange, mapsOf, removeKeyFix } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** What becomes of `build` and `sign` when the container and a mapping both have one. */
export const buildMergeRules: readonly Rule[] = [
  {
    id: 'kmm/merge-ignored',
    title: 'A field of a mapping that the container overrules',
    why: 'Where the container and a mapping both have `build` or `sign`, KMM merges them: of the mapping it takes `dockerfileConfigMap`, `buildArgs` and `secrets`, or `unsignedImage`, the two Secrets and `filesToSign`. What else the mapping says is ignored.',
    bad: 'build:\n  dockerfileConfigMap: {name: driver-dockerfile}\nkernelMappings:\n  - regexp: ^.+$\n    containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n    build:\n      dockerfileConfigMap: {name: driver-dockerfile}\n      kanikoParams: {tag: debug}',
    good: 'build:\n  dockerfileConfigMap: {name: driver-dockerfile}\n  kanikoParams: {tag: debug}\nkernelMappings:\n  - regexp: ^.+$\n    containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n    build:\n      dockerfileConfigMap: {name: driver-dockerfile}',
    severity: 'warning',
    releases: { since: '1.1' },
    source: 'GetRelevantBuild and GetRelevantSign, internal/build and internal/sign',
    eachMapping: true,
    check(module, _context, report) {
      for (const mapping of module.kernelMappings) {
        for (const [block, keys] of overruled) {
          const { container, mapping: own } = blockLevels(module, mapping, block)
          if (container?.map === undefined || own?.map === undefined) continue
          for (const key of keys) {
            if (isEmpty(childOf(own.map, key))) continue
            const path = [...own.path, key]
            const message = `KMM ignores \`${key}\` of a mapping while the container has a \`${block}\` too: move it there`
            const related = [{ range: keyRange(module, container.path), message: `the container's \`${block}\`` }]
            report({ range: keyRange(module, path), path, message, related, fixes: removeKeyFix(module, path) })
          }
        }
      }
    },
  },
  {
    id: 'kmm/secret-twice',
    title: 'A Secret of the build that is named twice',
    why: 'KMM joins the `secrets` of the container and of the mapping and mounts each. One that is named twice is mounted twice at the same path, which no pod may, so the build never begins.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}\n    secrets:\n      - name: token\n      - name: token',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}\n    secrets:\n      - name: token',
    severity: 'warning',
    releases: { since: '1.1' },
    source: 'GetRelevantBuild, internal/build',
    eachMapping: true,
    check(module, _context, report) {
      const inContainer = secretsOf(module, [...module.containerPath, 'build', 'secrets'])
      reportTwice(module, inContainer, [], report)
      for (const { path } of module.kernelMappings) {
        reportTwice(module, secretsOf(module, [...path, 'build', 'secrets']), inContainer, report)
      }
    },
  },
  {
    id: 'kmm/build-arg-reserved',
    title: 'A build argument that KMM sets itself',
    why: 'KMM gives every build `KERNEL_VERSION`, `KERNEL_FULL_VERSION`, `MOD_NAME` and `MOD_NAMESPACE`, whatever `buildArgs` say of them.',
    bad: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}\n    buildArgs:\n      - name: KERNEL_VERSION\n        value: 6.6.2\n      - name: MODE\n        value: fast',
    good: '- regexp: ^.+$\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n  build:\n    dockerfileConfigMap: {name: driver-dockerfile}\n    buildArgs:\n      - name: MODE\n        value: fast',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ApplyBuildArgOverrides, internal/build/helper.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const { path } of allBlocks(module, 'build')) {
        for (const { map, path: item } of mapsOf(module, [...path, 'buildArgs'])) {
          const name = stringField(map, 'name', item)
          if (name === undefined || !reserved.has(name.value)) continue
          const message = `KMM sets \`${name.value}\` itself and overrides this value`
          report({ range: name.range, path: name.path, message, fixes: removeItemFix(module, item) })
        }
      }
    },
  },
]

const overruled = [
  ['build', ['baseImageRegistryTLS', 'kanikoParams', 'selector']],
  ['sign', ['unsignedImageRegistryTLS']],
] as const

const reserved = new Set(['KERNEL_VERSION', 'KERNEL_FULL_VERSION', 'MOD_NAME', 'MOD_NAMESPACE'])

/** Absent, null, or `{}` and empty texts all the way down, as in objects that were exported from a cluster. */
function isEmpty(node: YamlNode | undefined): boolean {
  if (node === undefined) return true
  if (node.type === 'scalar') return node.templated !== true && (node.value === null || node.value === '')
  return node.type === 'list' ? node.items.length === 0 : node.pairs.every((pair) => isEmpty(pair.value))
}

function secretsOf(module: KmmModule, path: Path): readonly Field<string>[] {
  return mapsOf(module, path).flatMap((one) => stringField(one.map, 'name', one.path) ?? [])
}

function reportTwice(
  module: KmmModule,
  own: readonly Field<string>[],
  above: readonly Field<string>[],
  report: Parameters<Rule['check']>[2],
): void {
  const seen = new Map(above.map((field) => [field.value, field]))
  for (const field of own) {
    const other = seen.get(field.value)
    seen.set(field.value, field)
    if (other === undefined || field.value === '' || field.value.includes('{{')) continue
    const message = `The Secret \`${field.value}\` is mounted already, and a second time makes the build's pod invalid`
    const related = [{ range: other.range, message: 'it is named here too' }]
    report({
      range: field.range,
      path: field.path,
      message,
      related,
      fixes: removeItemFix(module, field.path.slice(0, -1)),
    })
  }
}

/** Takes a list's item out; the whole list when it is the only one. */
function removeItemFix(module: KmmModule, path: Path): readonly Fix[] {
  const list = nodeAt(module.root, path.slice(0, -1))
  const at = path.at(-1)
  if (list?.type !== 'list' || typeof at !== 'number') return []
  if (list.items.length === 1) return removeKeyFix(module, path.slice(0, -1))
  const edit = removeItemEdit(module.document, list, at)
  return edit === undefined ? [] : [{ title: 'Remove it', edits: [edit], preferred: true }]
}
